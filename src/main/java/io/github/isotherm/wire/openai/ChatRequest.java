package io.github.isotherm.wire.openai;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.TemplateTime;
import io.github.isotherm.chat.AnswerSchema;
import io.github.isotherm.chat.AskedTurn;
import io.github.isotherm.chat.ConstrainedAnswer;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.chat.TemplateInputs;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to {@code /v1/chat/completions}.
 *
 * @param model what is to answer; null where the request does not say
 * @param messages as chat templates read them
 * @param tools what may be called
 * @param options how to complete, its most tokens and traces among it
 * @param answer the JSON that the answer is to be; null for text
 * @param telling how that is told where the chat template has no place for it
 * @param variables further variables of the chat template
 * @param effort {@code reasoning_effort}, or null
 * @param samples how many answers, ≥ 1: samples 0 to n − 1 of one seed
 * @param logprobs which log-probabilities are told; null for none
 * @param stream whether the answer comes in pieces
 */
public record ChatRequest(
        @Nullable String model,
        List<Map<String, Object>> messages,
        ChatTools tools,
        CompletionOptions options,
        @Nullable AnswerSchema answer,
        SchemaInPrompt telling,
        Map<String, Object> variables,
        @Nullable String effort,
        int samples,
        @Nullable LogprobsMode logprobs,
        StreamOptions stream) {
    /** So many answers at most. */
    public static final int MOST_SAMPLES = 128;

    /** So many of the most probable tokens at most; more than OpenAI's 20. */
    public static final int MOST_TOP = 1000;

    private static final String EFFORT = "reasoning_effort";
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    /** Copies the list. */
    public ChatRequest {
        messages = List.copyOf(messages);
    }

    /**
     * Reads a body.
     *
     * @param body JSON in UTF-8
     * @param catalog the processors that a request may name
     * @param logprobs which log-probabilities are told where the request does not say
     * @return the request
     * @throws InvalidRequestException when it is no request, or asks for what is not supported
     */
    public static ChatRequest read(byte[] body, ProcessorCatalog catalog, LogprobsMode logprobs) {
        RequestFields fields = RequestFields.read(body);
        fields.ignoreOpenAiOnly();
        refuseOthers(fields);
        Integer samples = fields.whole("n", 1, MOST_SAMPLES);
        LogprobsMode told = fields.flag("logprobs", false) ? LogprobsMode.read(fields, logprobs) : null;
        ChatRequest request = new ChatRequest(
                fields.text("model"),
                ChatMessages.read(fields),
                ChatTools.read(fields),
                options(fields, catalog, told),
                ChatResponseFormat.read(fields),
                telling(fields),
                variables(fields),
                effort(fields),
                samples == null ? 1 : samples,
                told,
                StreamOptions.read(fields));
        if (request.logprobs == null) {
            refuseWithoutLogprobs(fields, "top_logprobs");
            refuseWithoutLogprobs(fields, "logprobs_mode");
        }
        fields.end();
        return request;
    }

    private static void refuseWithoutLogprobs(RequestFields fields, String name) {
        if (fields.has(name)) {
            throw fields.refused(name, name + " is given without logprobs; set logprobs to true, or leave it out.");
        }
    }

    private static void refuseOthers(RequestFields fields) {
        fields.refuse("audio", "the models here write text only, leave it out");
        fields.refuse("prediction", "leave it out");
        fields.refuse("web_search_options", "leave it out");
        fields.refuse("moderation", "leave it out");
        fields.refuse("verbosity", "say in a message how long the answer is to be");
        fields.refuse("prompt_cache_retention", "leave it out");
        fields.refuse("prompt_cache_options", "leave it out");
        List<String> modalities = fields.texts("modalities");
        if (modalities != null && !modalities.equals(List.of("text"))) {
            throw fields.wrong("modalities", "[\"text\"], or left out");
        }
    }

    private static CompletionOptions options(
            RequestFields fields, ProcessorCatalog catalog, @Nullable LogprobsMode told) {
        Integer top = fields.whole("top_logprobs", 0, MOST_TOP);
        return SamplingFields.read(fields, catalog)
                .maxTokens(mostTokens(fields))
                .trace(told == null ? null : told.traced(top == null ? 0 : top));
    }

    private static @Nullable Integer mostTokens(RequestFields fields) {
        Integer old = fields.whole("max_tokens", 1, Integer.MAX_VALUE);
        Integer most = fields.whole("max_completion_tokens", 1, Integer.MAX_VALUE);
        if (old != null && most != null && !old.equals(most)) {
            throw fields.refused(
                    "max_tokens",
                    "max_tokens is " + old + " and max_completion_tokens is " + most + "; leave one of them out.");
        }
        return most == null ? old : most;
    }

    private static SchemaInPrompt telling(RequestFields fields) {
        String how = fields.text("schema_in_prompt");
        if (how == null) {
            return SchemaInPrompt.SHAPE;
        }
        return switch (how) {
            case "shape" -> SchemaInPrompt.SHAPE;
            case "schema" -> SchemaInPrompt.SCHEMA;
            case "none" -> SchemaInPrompt.NONE;
            default -> throw fields.wrong("schema_in_prompt", "\"shape\", \"schema\" or \"none\"");
        };
    }

    private static Map<String, Object> variables(RequestFields fields) {
        Map<String, Object> variables = new LinkedHashMap<>();
        RequestFields object = fields.object("chat_template_kwargs");
        if (object != null && fields.plain("chat_template_kwargs") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> variables.put(String.valueOf(name), value));
        }
        if (variables.containsKey("messages")) {
            throw fields.refused(
                    "chat_template_kwargs",
                    "chat_template_kwargs has messages, which are the request's own; leave them out.");
        }
        return variables;
    }

    private static @Nullable String effort(RequestFields fields) {
        String effort = fields.text(EFFORT);
        if (effort != null && !EFFORTS.contains(effort)) {
            throw fields.wrong(EFFORT, "\"none\", \"minimal\", \"low\", \"medium\", \"high\", \"xhigh\" or \"max\"");
        }
        return effort;
    }

    /**
     * The turn that it asks of a model.
     *
     * @param of the model
     * @return the turn
     * @throws InvalidRequestException when the model's chat template reads nothing of what is asked for
     */
    public AskedTurn turn(LocalModel of) {
        TemplateInputs inputs =
                new TemplateInputs(tools.tools(), variablesFor(of), TemplateTime.of(null), answer, telling);
        return new AskedTurn(messages, inputs, tools.choice(), tools.most(), options, this::held, false, true);
    }

    private CompletionOptions held(CompletionOptions unheld) {
        return answer == null
                ? unheld
                : ConstrainedAnswer.of(unheld, ChainStep.of(answer.constraint()), "a response format");
    }

    /** Its own, and what the template calls the effort of thinking; its own count. */
    private Map<String, Object> variablesFor(LocalModel of) {
        if (effort == null) {
            return variables;
        }
        ChatFormat format = of.chatFormat();
        Map<String, Object> all = new LinkedHashMap<>();
        if (format.reads(EFFORT)) {
            all.put(EFFORT, effort);
        }
        format.thinkingVariable().ifPresent(name -> all.put(name, !effort.equals("none")));
        if (all.isEmpty()) {
            throw new InvalidRequestException(
                    "reasoning_effort is not supported by the model " + of.name()
                            + ", whose chat template reads neither that nor a switch of thinking; leave it out.",
                    EFFORT,
                    InvalidRequestException.UNSUPPORTED);
        }
        all.putAll(variables);
        return all;
    }
}
