package io.github.isotherm;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.template.ChatTemplate;
import io.github.isotherm.template.TemplateException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a model wants a conversation written: its own chat templates, each compiled when it is first used, with its special tokens as variables.
 * Immutable and thread-safe.
 */
public final class ChatFormat {
    private static final String DEFAULT = "default";
    private static final String WITH_TOOLS = "tool_use";
    private static final Pattern TOOLS = Pattern.compile("\\btools\\b");

    private final Map<String, String> sources;
    private final Map<String, String> specialTokens;
    private final boolean knowsTools;
    private final Map<String, ChatTemplate> compiled = new HashMap<>();

    private ChatFormat(Map<String, String> sources, Map<String, String> specialTokens) {
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        this.specialTokens = Map.copyOf(specialTokens);
        knowsTools = sources.values().stream()
                .anyMatch(source -> TOOLS.matcher(source).find());
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
                : Optional.of(new ChatFormat(folder.chatTemplates(), folder.specialTokens()));
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
        return new ChatFormat(Map.of(DEFAULT, source), specialTokens).compiled();
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

    private synchronized ChatTemplate template(String name) {
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
     * Writes a conversation as the prompt of an answer.
     *
     * @param messages maps with {@code role}, {@code content} and whatever else the template reads
     * @param tools their JSON schemas as maps, empty for none
     * @return the prompt
     * @throws InvalidValueException when the template refuses the messages
     */
    public String prompt(List<? extends Map<String, ?>> messages, List<? extends Map<String, ?>> tools) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("messages", messages);
        if (!tools.isEmpty()) {
            variables.put("tools", tools);
        }
        variables.put("add_generation_prompt", true);
        return render(variables);
    }

    /**
     * Renders the template: {@code tool_use}, where there is one and tools are given, else the default one.
     *
     * @param variables by name; special tokens are added where they are not among them
     * @return the rendered text, as it is
     * @throws InvalidValueException when the template refuses the variables
     */
    public String render(Map<String, ?> variables) {
        Map<String, Object> all = new LinkedHashMap<>(specialTokens);
        all.putAll(variables);
        try {
            return chosen(variables.get("tools")).render(all);
        } catch (TemplateException e) {
            throw new InvalidValueException("The conversation cannot be rendered: " + e.getMessage() + ".");
        }
    }

    private ChatTemplate chosen(@Nullable Object tools) {
        boolean given = tools != null && !(tools instanceof List<?> list && list.isEmpty());
        return template(given && sources.containsKey(WITH_TOOLS) ? WITH_TOOLS : main());
    }
}
