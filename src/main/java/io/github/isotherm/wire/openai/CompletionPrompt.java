package io.github.isotherm.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One prompt of a completion: a text, or token ids.
 *
 * @param path what an error calls it, such as {@code prompt[2]}
 * @param text the text, not empty, or null where ids are given
 * @param ids token ids, not empty, or null where a text is given; nobody has compared them with a vocabulary
 */
public record CompletionPrompt(
        String path, @Nullable String text, @Nullable List<Integer> ids) {
    /** So many prompts of a request at most. */
    public static final int MOST = 2048;

    private static final String FIELD = "prompt";

    /** Copies the list. */
    public CompletionPrompt {
        ids = ids == null ? null : List.copyOf(ids);
    }

    /**
     * Reads {@code prompt} in its four forms: a text, a list of texts, a list of token ids, a list of such lists.
     *
     * @param fields the request's
     * @return at least one
     * @throws InvalidRequestException when it is left out, something else, or one is empty
     */
    static List<CompletionPrompt> read(RequestFields fields) {
        JsonNode node = fields.node(FIELD);
        if (node.isMissingNode()) {
            throw new InvalidRequestException(
                    "prompt is left out but must be given: a text, a list of texts, token ids or a list of them.",
                    FIELD,
                    InvalidRequestException.MISSING);
        }
        if (node.isArray() && (node.isEmpty() || !node.get(0).isNumber())) {
            return list(node);
        }
        return List.of(one(FIELD, node));
    }

    private static List<CompletionPrompt> list(JsonNode node) {
        if (node.isEmpty() || node.size() > MOST) {
            throw new InvalidRequestException(
                    "prompt has " + node.size() + " entries but must have from 1 to " + MOST
                            + "; leave some out, or send several requests.",
                    FIELD,
                    InvalidRequestException.VALUE);
        }
        List<CompletionPrompt> prompts = new ArrayList<>();
        for (JsonNode entry : node) {
            prompts.add(one(FIELD + "[" + prompts.size() + "]", entry));
        }
        return prompts;
    }

    private static CompletionPrompt one(String path, JsonNode node) {
        if (node.isTextual()) {
            refuseEmpty(path, node.textValue().isEmpty());
            return new CompletionPrompt(path, node.textValue(), null);
        }
        List<Integer> ids = Arrays.stream(RequestFields.ids(path, node)).boxed().toList();
        refuseEmpty(path, ids.isEmpty());
        return new CompletionPrompt(path, null, ids);
    }

    private static void refuseEmpty(String path, boolean isEmpty) {
        if (isEmpty) {
            throw empty(path);
        }
    }

    /**
     * The error of a prompt without a token.
     *
     * @param path the prompt
     * @return the error to throw
     */
    static InvalidRequestException empty(String path) {
        return new InvalidRequestException(
                path + " is empty but must have at least one token; write the text to be continued.",
                path,
                InvalidRequestException.VALUE);
    }
}
