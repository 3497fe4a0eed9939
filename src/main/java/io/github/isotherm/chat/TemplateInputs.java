package io.github.isotherm.chat;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.TemplateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the chat template reads beside the messages.
 *
 * @param tools what is told to the model
 * @param variables by name
 * @param time what it reads where it writes the date
 * @param answer the JSON that the answer is to be, null for text
 * @param telling how it is told where the template has no place for it
 */
public record TemplateInputs(
        List<Tool> tools,
        Map<String, ?> variables,
        TemplateTime time,
        @Nullable AnswerSchema answer,
        SchemaInPrompt telling) {
    /** Copies the list of tools. */
    public TemplateInputs {
        tools = List.copyOf(tools);
    }

    /**
     * Inputs of a conversation that is answered with any text.
     *
     * @param variables by name
     * @param time what the template reads where it writes the date
     */
    public TemplateInputs(Map<String, ?> variables, TemplateTime time) {
        this(List.of(), variables, time, null, SchemaInPrompt.NONE);
    }

    /**
     * These inputs, with the switch of thinking by the name that the model's chat template gives it.
     *
     * @param model whose template {@linkplain #hasThinkingSwitch has a switch}; without one nothing changes
     * @param thinks whether to think
     * @return the changed inputs
     */
    public TemplateInputs thinking(LocalModel model, boolean thinks) {
        Map<String, Object> more = new LinkedHashMap<>(variables);
        model.chatFormat().thinkingVariable().ifPresent(name -> more.put(name, thinks));
        return new TemplateInputs(tools, more, time, answer, telling);
    }

    /**
     * Whether a request can switch thinking on and off.
     *
     * @param model a model
     * @return true when it has a chat template that reads a variable for it
     */
    public static boolean hasThinkingSwitch(LocalModel model) {
        return model.hasChatFormat() && model.chatFormat().thinkingVariable().isPresent();
    }

    /** With the answer's schema among the variables, where a template has a place for it. */
    private TemplateInputs in(ChatFormat format) {
        if (answer == null || !format.reads(AnswerSchema.VARIABLE)) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(variables);
        more.putIfAbsent(AnswerSchema.VARIABLE, answer.variable());
        return new TemplateInputs(tools, more, time, null, SchemaInPrompt.NONE);
    }

    /** With the tools that the chat template is told. */
    TemplateInputs telling(List<Tool> told) {
        return new TemplateInputs(told, variables, time, answer, telling);
    }

    /** With no JSON asked for. */
    TemplateInputs withoutAnswer() {
        return new TemplateInputs(tools, variables, time, null, telling);
    }

    /**
     * A conversation as a chat template writes it.
     *
     * @param format the chat template
     * @param messages maps with {@code role}, {@code content} and whatever else the template reads
     * @param interruption asked again and again; what it throws ends the rendering and is thrown on
     * @return the prompt
     * @throws io.github.isotherm.error.InvalidValueException when the template refuses the conversation
     */
    public String prompt(ChatFormat format, List<Map<String, Object>> messages, Runnable interruption) {
        TemplateInputs placed = in(format);
        return format.prompt(placed.asking(messages), placed.told(), placed.variables, interruption);
    }

    /**
     * What the model reads of a conversation.
     *
     * @param model whose chat template writes it
     * @param messages maps with {@code role}, {@code content} and whatever else the template reads
     * @param beginning how the answer begins; empty to leave that to the model
     * @param allowSpecial whether what messages and tools spell becomes special tokens
     * @param interruption asked again and again; what it throws ends the rendering and is thrown on
     * @return token ids
     * @throws io.github.isotherm.error.InvalidValueException when the template refuses the conversation
     * @throws io.github.isotherm.error.ModelException when the model has no chat template or no tokenizer
     */
    public int[] ids(
            LocalModel model,
            List<Map<String, Object>> messages,
            String beginning,
            boolean allowSpecial,
            Runnable interruption) {
        ChatFormat format = model.chatFormat().withClock(time);
        if (allowSpecial) {
            return model.encode(prompt(format, messages, interruption) + beginning);
        }
        TemplateInputs placed = in(format);
        return model.encodeChat(
                format, placed.asking(messages), placed.told(), placed.variables, beginning, interruption);
    }

    private List<Map<String, Object>> asking(List<Map<String, Object>> said) {
        return answer == null ? said : answer.told(said, telling);
    }

    private List<Map<String, Object>> told() {
        return tools.stream().map(Tool::described).toList();
    }
}
