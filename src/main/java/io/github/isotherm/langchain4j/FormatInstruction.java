package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.chat.ConstrainedAnswer;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.processors.RegexConstraint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sentence by which LangChain4j's AI services ask for the types that they have no JSON schema for: dates and times. It ends
 * the last user message, and what it says is held to, as a response format is.
 */
final class FormatInstruction {
    private static final String BEGINNING = "You must answer strictly in the following format: ";
    private static final String DAY = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
            + "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])";
    private static final String DATE = "[1-2][0-9]{3}-(" + DAY + ")";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";

    /** By how LangChain4j writes them. */
    private static final Map<String, String> FORMATS =
            Map.of("yyyy-MM-dd", DATE, "HH:mm:ss", TIME, "yyyy-MM-ddTHH:mm:ss", DATE + "T" + TIME);

    private FormatInstruction() {}

    /** Options that hold an answer to the format that the conversation ends with, unless something holds it already. */
    static CompletionOptions held(CompletionOptions options, List<ChatMessage> messages) {
        return ConstrainedAnswer.isHeld(options)
                ? options
                : of(messages)
                        .map(constraint -> ConstrainedAnswer.of(options, ChainStep.of(constraint), "a result type"))
                        .orElse(options);
    }

    private static Optional<RegexConstraint> of(List<ChatMessage> messages) {
        ChatMessage last = messages.isEmpty() ? null : messages.get(messages.size() - 1);
        if (!(last instanceof UserMessage user) || !user.hasSingleText()) {
            return Optional.empty();
        }
        String text = user.singleText();
        int at = text.lastIndexOf(BEGINNING);
        return at < 0
                ? Optional.empty()
                : Optional.ofNullable(FORMATS.get(
                                text.substring(at + BEGINNING.length()).strip()))
                        .map(RegexConstraint::new);
    }
}
