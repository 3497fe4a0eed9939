package io.github.isotherm.wire.openai;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** The prompts of a request as a model's tokens. */
public final class PromptTexts {
    private PromptTexts() {}

    /**
     * A prompt.
     *
     * @param text as an echo writes it: the text that was given, or what the ids spell, special tokens by their names; empty where
     *     nobody asks for it
     * @param ids its tokens, at least one, all of them the model's
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and handed to the model as it is
    public record Encoded(String text, int[] ids) {}

    /**
     * Encodes all prompts.
     *
     * @param request the request
     * @param model whose tokens
     * @param cancellation stops it from another thread
     * @return one a prompt
     * @throws InvalidRequestException when one has no token, or one that the model has not
     */
    public static List<Encoded> encode(CompletionRequest request, LocalModel model, Cancellation cancellation) {
        List<Encoded> encoded = new ArrayList<>();
        for (CompletionPrompt prompt : request.prompts()) {
            cancellation.check();
            try {
                encoded.add(encode(prompt, request, model, cancellation));
            } catch (InvalidRequestException e) {
                throw e;
            } catch (InvalidValueException e) {
                throw new InvalidRequestException(e, prompt.path());
            }
        }
        return encoded;
    }

    private static Encoded encode(
            CompletionPrompt prompt, CompletionRequest request, LocalModel model, Cancellation cancellation) {
        String text = prompt.text();
        List<Integer> given = prompt.ids();
        if (text == null) {
            int[] ids = given == null
                    ? new int[0]
                    : given.stream().mapToInt(id -> id).toArray();
            model.requireKnown(ids);
            return new Encoded(request.echo() ? spelt(model, ids) : "", ids);
        }
        int[] ids = request.addSpecialTokens() ? model.encodePrompt(text, cancellation) : model.encode(text);
        if (ids.length == 0) {
            throw CompletionPrompt.empty(prompt.path());
        }
        return new Encoded(text, ids);
    }

    private static String spelt(LocalModel model, int[] ids) {
        return model.hasVocabulary() ? model.decodeWithSpecial(ids) : "";
    }
}
