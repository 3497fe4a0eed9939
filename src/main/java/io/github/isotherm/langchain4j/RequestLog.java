package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/** What is logged of requests and responses, at level INFO. */
record RequestLog(Logger logger, boolean requests, boolean responses) {
    /** Parameters, and the prompt with the names of its special tokens. */
    void request(ChatRequestParameters parameters, LocalModel model, int[] prompt) {
        if (requests) {
            logger.info(
                    "Request to {}: {}, prompt of {} tokens:\n{}",
                    model.name(),
                    parameters,
                    prompt.length,
                    text(model, prompt));
        }
    }

    void response(ChatResponse response) {
        if (responses) {
            logger.info("Response: {}", response);
        }
    }

    private static String text(LocalModel model, int[] prompt) {
        if (!model.hasVocabulary()) {
            return model.decode(prompt);
        }
        Vocabulary vocabulary = model.vocabulary();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : prompt) {
            bytes.writeBytes(
                    vocabulary.isSpecial(id)
                            ? vocabulary.text(id).getBytes(StandardCharsets.UTF_8)
                            : vocabulary.bytes(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
