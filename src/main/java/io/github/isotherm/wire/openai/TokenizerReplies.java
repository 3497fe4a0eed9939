package io.github.isotherm.wire.openai;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.report.JsonLine;
import io.github.isotherm.sampling.Vocabulary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server tells of a model's tokenizer and chat template, in the form that vLLM's clients and lm-eval read. */
public final class TokenizerReplies {
    private TokenizerReplies() {}

    /**
     * The answer of {@code /tokenize}.
     *
     * @param model whose tokenizer
     * @param request a text, and whether the tokenizer's own tokens are put around it
     * @param cancellation stops it from another thread
     * @return {@code tokens, count, max_model_len}, as one line of JSON
     */
    public static String tokens(LocalModel model, TokenizeRequest request, Cancellation cancellation) {
        int[] ids = request.addSpecialTokens()
                ? model.encodePrompt(request.text(), cancellation)
                : model.encode(request.text(), cancellation);
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("tokens", Arrays.stream(ids).boxed().toList());
        reply.put("count", ids.length);
        reply.put("max_model_len", model.contextLength());
        return JsonLine.of(reply);
    }

    /**
     * The answer of {@code /detokenize}.
     *
     * @param model whose tokenizer
     * @param request token ids
     * @return {@code prompt}: the text, special tokens by their names, as one line of JSON
     * @throws InvalidRequestException when an id is not the model's
     */
    public static String text(LocalModel model, DetokenizeRequest request) {
        int[] ids = request.ids();
        return JsonLine.of(Map.of("prompt", ids.length == 0 ? "" : spelt(model, ids)));
    }

    private static String spelt(LocalModel model, int[] ids) {
        try {
            model.requireKnown(ids);
        } catch (InvalidValueException e) {
            throw new InvalidRequestException(e, "tokens");
        }
        boolean special = model.hasVocabulary()
                && Arrays.stream(ids).anyMatch(id -> model.vocabulary().isSpecial(id));
        return special ? model.decodeWithSpecial(ids) : model.decode(ids);
    }

    /**
     * The answer of {@code /tokenizer_info}.
     *
     * @param model whose tokenizer
     * @return {@code eos_token, bos_token, chat_template}, each null where the model has none, and {@code max_model_len}, as one
     *     line of JSON
     */
    public static String info(LocalModel model) {
        Map<String, String> named = model.hasChatFormat() ? model.chatFormat().specialTokens() : Map.of();
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("eos_token", named.getOrDefault("eos_token", end(model)));
        reply.put("bos_token", named.getOrDefault("bos_token", beginning(model)));
        reply.put("chat_template", model.hasChatFormat() ? model.chatFormat().source() : null);
        reply.put("max_model_len", model.contextLength());
        return JsonLine.of(reply);
    }

    private static @Nullable String end(LocalModel model) {
        List<Integer> ends = model.endOfSequence();
        return ends.isEmpty() || !model.hasVocabulary() ? null : name(model.vocabulary(), ends.get(0));
    }

    /** What the tokenizer puts before a text, where that is special. */
    private static @Nullable String beginning(LocalModel model) {
        if (!model.hasVocabulary()) {
            return null;
        }
        int[] around = model.encodePrompt("");
        return around.length > 0 && model.vocabulary().isSpecial(around[0])
                ? name(model.vocabulary(), around[0])
                : null;
    }

    private static String name(Vocabulary vocabulary, int id) {
        return new TokenNames(vocabulary).of(id);
    }

    /**
     * The answer of {@code /apply-template}.
     *
     * @param model whose chat template
     * @param request a conversation
     * @param interruption asked again and again; what it throws ends the rendering
     * @return {@code prompt}, as one line of JSON
     * @throws io.github.isotherm.error.InvalidValueException when the template refuses the conversation
     * @throws io.github.isotherm.error.ModelException when the model has no template
     */
    public static String prompt(LocalModel model, TemplateRequest request, Runnable interruption) {
        String prompt =
                model.chatFormat().prompt(request.messages(), request.tools(), request.variables(), interruption);
        return JsonLine.of(Map.of("prompt", prompt));
    }
}
