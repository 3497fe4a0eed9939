package io.github.isotherm.langchain4j;

import dev.langchain4j.model.decision.request.Question;
import java.util.List;

/**
 * A question as a message that ends where one of the options is to follow, and those options.
 *
 * @param text the message
 * @param options what may follow, each after one space
 */
record DecisionPrompt(String text, List<String> options) {
    /** The answer is begun for the model, so that it goes on with an option rather than with a sentence around one. */
    static final String BEGINNING = "Answer:";

    static DecisionPrompt of(String input, Question question) {
        DecisionOptions options = DecisionOptions.of(question);
        StringBuilder text =
                new StringBuilder("Text: ").append(input).append("\nQuestion: ").append(question.text());
        for (DecisionOptions.Option option : options.options()) {
            if (option.description() != null) {
                text.append('\n').append(option.name()).append(": ").append(option.description());
            }
        }
        text.append("\nOptions: ").append(String.join(", ", options.names())).append("\nAnswer with one option only.");
        return new DecisionPrompt(text.toString(), options.names());
    }
}
