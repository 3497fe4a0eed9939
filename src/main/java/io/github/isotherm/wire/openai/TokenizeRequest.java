package io.github.isotherm.wire.openai;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /tokenize}.
 *
 * @param model the model's name, or null where it says none
 * @param text to be encoded; may be empty
 * @param addSpecialTokens whether the tokenizer puts its own tokens around it, such as one that begins a text
 */
public record TokenizeRequest(@Nullable String model, String text, boolean addSpecialTokens) {
    /**
     * Reads a body.
     *
     * @param body JSON in UTF-8 with {@code prompt} or, as llama.cpp calls it, {@code content}
     * @return the request
     * @throws InvalidRequestException when a field is unknown or not allowed as it is
     */
    public static TokenizeRequest read(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        String content = fields.text("content");
        if (content != null && fields.has("prompt")) {
            throw fields.refused("content", "prompt and content are both given, but are the same; leave one out.");
        }
        TokenizeRequest request = new TokenizeRequest(
                fields.text("model"),
                content != null ? content : fields.requiredText("prompt"),
                fields.flag("add_special_tokens", true));
        fields.end();
        return request;
    }
}
