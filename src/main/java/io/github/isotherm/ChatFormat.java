package io.github.isotherm;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.template.ChatTemplate;
import io.github.isotherm.template.Interruption;
import io.github.isotherm.template.TemplateException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a model wants a conversation written: its own chat templates, each compiled when it is first used, with its special
 * tokens as variables. Immutable and thread-safe.
 */
public final class ChatFormat {
    private static final String DEFAULT = "default";
    private static final String WITH_TOOLS = "tool_use";
    /** Names under which a message's reasoning goes, the standard one first. */
    private static final List<String> REASONING = List.of("reasoning_content", "thinking", "reasoning");

    /** Variables that switch thinking, the usual one first. */
    private static final List<String> THINKING = List.of("enable_thinking", "thinking");

    private static final Pattern TOOLS = Pattern.compile("\\btools\\b");

    private final Map<String, String> sources;
    /** What is wrong with sources that are no text, by name. */
    private final Map<String, String> faults;

    private final Map<String, String> specialTokens;
    private final boolean knowsTools;
    private final Map<String, ChatTemplate> compiled;
    private final Clock clock;

    private ChatFormat(Map<String, String> sources, Map<String, String> faults, Map<String, String> specialTokens) {
        compiled = new ConcurrentHashMap<>();
        clock = Clock.system(ZoneId.systemDefault());
        this.faults = Map.copyOf(faults);
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        this.specialTokens = Map.copyOf(specialTokens);
        knowsTools = sources.values().stream()
                .anyMatch(source -> TOOLS.matcher(source).find());
    }

    private ChatFormat(ChatFormat like, Clock clock) {
        sources = like.sources;
        faults = like.faults;
        specialTokens = like.specialTokens;
        knowsTools = like.knowsTools;
        compiled = like.compiled;
        this.clock = clock;
    }

    /**
     * The format of a model folder; reads no weights.
     *
     * @param folder the model's folder
     * @return its format, empty where it has no chat template
     * @throws ModelException when the main template is malformed
     */
    public static Optional<ChatFormat> of(ModelFolder folder) {
        return later(folder).map(ChatFormat::compiled);
    }

    /** As {@link #of(ModelFolder)}, but its main template, too, is compiled when it is wanted. */
    static Optional<ChatFormat> later(ModelFolder folder) {
        return folder.chatTemplates().isEmpty()
                ? Optional.empty()
                : Optional.of(new ChatFormat(folder.chatTemplates(), folder.templateFaults(), folder.specialTokens()));
    }

    /**
     * A format from one template.
     *
     * @param source the Jinja text
     * @param specialTokens variables such as {@code bos_token}
     * @return the format
     * @throws ModelException when the template is malformed
     */
    public static ChatFormat of(String source, Map<String, String> specialTokens) {
        return new ChatFormat(Map.of(DEFAULT, source), Map.of(), specialTokens).compiled();
    }

    /**
     * The same format with another clock, for templates that write the date: with the same time and the same seed an
     * answer is the same on another day.
     *
     * @param clock what {@code strftime_now} reads, once a rendering, with its time zone; a {@link TemplateTime} tells
     *     whether it was read
     * @return the format, which shares the compiled templates
     */
    public ChatFormat withClock(Clock clock) {
        return new ChatFormat(this, clock);
    }

    /** This format, with its main template compiled; the others block only what uses them. */
    ChatFormat compiled() {
        template(main());
        return this;
    }

    private String main() {
        return sources.containsKey(DEFAULT)
                ? DEFAULT
                : sources.keySet().iterator().next();
    }

    private ChatTemplate template(String name) {
        String fault = faults.get(name);
        if (fault != null) {
            throw new ModelException(fault);
        }
        return compiled.computeIfAbsent(name, missing -> compile(missing, String.valueOf(sources.get(missing))));
    }

    private static ChatTemplate compile(String name, String source) {
        try {
            return ChatTemplate.of(source, name.equals(DEFAULT) ? "the chat template" : "the chat template " + name);
        } catch (TemplateException e) {
            throw new ModelException("The chat template cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Whether tools can be told to the model.
     *
     * @return true when a template mentions the variable {@code tools}
     */
    public boolean knowsTools() {
        return knowsTools;
    }

    /**
     * Whether a variable can be told to the model.
     *
     * @param variable its name
     * @return true when a template mentions it
     */
    public boolean reads(String variable) {
        Pattern word = Pattern.compile("\\b" + Pattern.quote(variable) + "\\b");
        return sources.values().stream().anyMatch(source -> word.matcher(source).find());
    }

    /**
     * Writes a conversation as the prompt of an answer.
     *
     * @param messages maps with {@code role}, {@code content} and whatever else the template reads
     * @param tools their JSON schemas as maps, empty for none
     * @return the prompt
     * @throws InvalidValueException when the template refuses the messages
     */
    public String prompt(List<? extends Map<String, ?>> messages, List<? extends Map<String, ?>> tools) {
        return prompt(messages, tools, Map.of(), () -> {});
    }

    /**
     * Writes a conversation as the prompt of an answer, as {@code apply_chat_template} of transformers 5.24 does: keys
     * of messages with null are left out, a message's reasoning goes by all of its names, {@code tools} and
     * {@code documents} are None where there are none.
     *
     * @param messages maps with {@code role}, {@code content} and whatever else the template reads
     * @param tools their JSON schemas as maps, empty for none
     * @param variables further variables such as {@code enable_thinking}; they count over special tokens, and over what
     *     is said here of {@code tools}, {@code documents} and {@code add_generation_prompt}
     * @param interruption asked again and again; what it throws ends the rendering and is thrown on
     * @return the prompt
     * @throws InvalidValueException when there are no messages, the template refuses them, or a variable is called
     *     {@code messages}
     */
    public String prompt(
            List<? extends Map<String, ?>> messages,
            List<? extends Map<String, ?>> tools,
            Map<String, ?> variables,
            Runnable interruption) {
        if (variables.containsKey("messages")) {
            throw Checks.invalid("the template variable", "messages", "another name: messages are the conversation");
        }
        if (messages.isEmpty()) {
            throw new InvalidValueException("The conversation is empty; give at least one message.");
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("messages", messages.stream().map(ChatFormat::normal).toList());
        all.put("tools", tools.isEmpty() ? null : tools);
        all.put("documents", null);
        all.put("add_generation_prompt", true);
        all.putAll(variables);
        return render(all, interruption::run);
    }

    /**
     * The variable that switches thinking on and off.
     *
     * @return {@code enable_thinking}, else {@code thinking}, or empty where the templates read neither
     */
    public Optional<String> thinkingVariable() {
        return THINKING.stream()
                .filter(name -> sources.values().stream().anyMatch(source -> TemplateSwitch.reads(source, name)))
                .findFirst();
    }

    /**
     * The template of plain conversations.
     *
     * @return its Jinja text, as it lies in the folder
     */
    public String source() {
        return sources.getOrDefault(main(), "");
    }

    /**
     * The names of the tokens that begin and end things.
     *
     * @return role ({@code bos_token}, {@code eos_token}, …) to text, as templates read them
     */
    public Map<String, String> specialTokens() {
        return Map.copyOf(specialTokens);
    }

    /** Some texts and those that its templates are made of. */
    List<String> withOwnTexts(List<String> texts) {
        List<String> all = new ArrayList<>(texts);
        all.addAll(sources.values());
        all.addAll(specialTokens.values());
        return all;
    }

    /** Whether one of its templates has a text in it. */
    boolean writes(String text) {
        return sources.values().stream().anyMatch(source -> source.contains(text));
    }

    private static Map<String, Object> normal(Map<String, ?> message) {
        Object reasoning = null;
        for (String name : REASONING) {
            reasoning = reasoning == null ? message.get(name) : reasoning;
        }
        Map<String, Object> normal = new LinkedHashMap<>();
        if (reasoning != null) {
            normal.put("thinking", reasoning);
        }
        message.forEach((key, value) -> {
            if (value != null) {
                normal.put(key, value);
            }
        });
        if (reasoning != null) {
            normal.put("reasoning_content", reasoning);
        }
        return normal;
    }

    /**
     * Writes what {@code apply_chat_template} of transformers 5.24 writes with these arguments: as {@link #prompt(List, List,
     * Map, Runnable)}, but a list of no tools is one, and no answer is begun unless {@code add_generation_prompt} says so.
     *
     * @param arguments {@code messages}, {@code tools}, {@code documents} and any others; without {@code messages}, they are
     *     rendered as they are
     * @return the rendered text, as it is
     * @throws InvalidValueException when the messages are no list of maps, or the template refuses the arguments
     */
    public String apply(Map<String, ?> arguments) {
        if (!arguments.containsKey("messages")) {
            return render(arguments);
        }
        Map<String, @Nullable Object> others = new LinkedHashMap<>();
        others.put("add_generation_prompt", false);
        others.putAll(arguments);
        return prompt(messages(others.remove("messages")), List.of(), others, () -> {});
    }

    private static List<Map<String, ?>> messages(@Nullable Object value) {
        List<Map<String, ?>> messages = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(one -> messages.add(message(one)));
            return messages;
        }
        throw Checks.invalid("messages", String.valueOf(value), "a list of objects with role and content");
    }

    private static Map<String, ?> message(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> message = new LinkedHashMap<>();
            map.forEach((name, part) -> message.put(String.valueOf(name), part));
            return message;
        }
        throw Checks.invalid("a message", String.valueOf(value), "an object with role and content");
    }

    /**
     * Renders the template with nothing done to the variables: {@code tool_use}, where there is one and {@code tools} is not
     * None, else the default one.
     *
     * @param variables by name; special tokens are added where they are not among them
     * @return the rendered text, as it is
     * @throws InvalidValueException when the template refuses the variables
     */
    public String render(Map<String, ?> variables) {
        return render(variables, Interruption.NEVER);
    }

    private String render(Map<String, ?> variables, Interruption interruption) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(specialTokens);
        all.putAll(variables);
        try {
            return chosen(variables.get("tools")).withClock(clock).render(all, interruption);
        } catch (TemplateException e) {
            throw new InvalidValueException("The conversation cannot be rendered: " + e.getMessage() + ".");
        }
    }

    private ChatTemplate chosen(@Nullable Object tools) {
        return template(tools != null && sources.containsKey(WITH_TOOLS) ? WITH_TOOLS : main());
    }
}
