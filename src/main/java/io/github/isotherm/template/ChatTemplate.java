package io.github.isotherm.template;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/**
 * A chat template: the Jinja text a model ships, compiled once, rendered exactly as {@code transformers} renders it.
 *
 * <pre>{@code
 * ChatTemplate template = ChatTemplate.of(source);
 * String prompt = template.render(Map.of(
 *         "messages", List.of(Map.of("role", "user", "content", "Hi")),
 *         "add_generation_prompt", true,
 *         "bos_token", "<s>"));
 * }</pre>
 *
 * <p>Variables are Java values: strings, booleans, whole and floating numbers, null, maps, lists. Special tokens are
 * variables like any other; a variable not given is undefined. What Jinja2 refuses is a {@link TemplateException}, and
 * so is a feature not supported ({@code include}, {@code import}, {@code extends}, {@code autoescape}, random filters);
 * a wrong rendering is never returned. Instances are immutable and safe for use by many threads.
 *
 * <p>Source: {@code _compile_jinja_template} in transformers' {@code chat_template_utils.py}; Jinja2 3.1.
 */
public final class ChatTemplate {
    private final Source source;
    private final BlockCode code;
    private final Clock clock;
    private final TemplateLimits limits;

    private ChatTemplate(Source source, BlockCode code, Clock clock, TemplateLimits limits) {
        this.source = source;
        this.code = code;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Compiles a template.
     *
     * @param source the Jinja text
     * @return the template, with the system's clock and the default limits
     * @throws TemplateException if the text is not a template
     */
    public static ChatTemplate of(String source) {
        return of(source, "chat template");
    }

    /**
     * Compiles a template under a name.
     *
     * @param source the Jinja text
     * @param name what errors call it, e.g. {@code chat_template.jinja}
     * @return the template, with the system's clock and the default limits
     * @throws TemplateException if the text is not a template
     */
    public static ChatTemplate of(String source, String name) {
        Source normal = Source.of(source, name);
        try {
            BlockCode code = TemplateCompiler.compile(normal);
            return new ChatTemplate(normal, code, Clock.system(ZoneId.systemDefault()), TemplateLimits.defaults());
        } catch (StackOverflowError deep) {
            throw normal.error(0, Failure.of("the template is nested too deeply"));
        }
    }

    /**
     * The same template with another clock, which {@code strftime_now} reads.
     *
     * @param clock the clock, with its time zone
     * @return a template that shares this one's code
     */
    public ChatTemplate withClock(Clock clock) {
        return new ChatTemplate(source, code, clock, limits);
    }

    /**
     * The same template with other limits.
     *
     * @param limits what one rendering may do
     * @return a template that shares this one's code
     */
    public ChatTemplate withLimits(TemplateLimits limits) {
        return new ChatTemplate(source, code, clock, limits);
    }

    /**
     * Renders the template.
     *
     * @param variables by name: {@code messages}, {@code tools}, {@code add_generation_prompt}, {@code bos_token}, …
     * @return the prompt
     * @throws TemplateException if Jinja2 would raise, if a limit is reached, or if a variable is no value for templates
     */
    public String render(Map<String, ?> variables) {
        return render(variables, Interruption.NEVER);
    }

    /**
     * Renders the template, unless something comes in between.
     *
     * @param variables by name, as for {@link #render(Map)}
     * @param interruption asked again and again; what it throws ends the rendering and is thrown on
     * @return the prompt
     * @throws TemplateException if Jinja2 would raise, if a limit is reached, or if a variable is no value for templates
     */
    public String render(Map<String, ?> variables, Interruption interruption) {
        Rendering rendering = new Rendering(limits, clock, interruption);
        try {
            return code.render(new Context(variables, rendering), rendering);
        } catch (Failure failure) {
            throw source.error(0, failure);
        } catch (StackOverflowError deep) {
            throw source.error(0, Failure.of("values or calls are nested too deeply"));
        }
    }

    /**
     * The name errors call the template.
     *
     * @return the name
     */
    public String name() {
        return source.name();
    }
}
