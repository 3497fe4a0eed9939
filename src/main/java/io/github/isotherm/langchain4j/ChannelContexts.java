package io.github.isotherm.langchain4j;

import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import java.util.List;
import java.util.Locale;

/** What a text is read after, once for each option of a question: the label of the noisy channel. */
final class ChannelContexts {
    private ChannelContexts() {}

    static List<String> of(Question question, DecisionOptions options) {
        if (question instanceof YesNoQuestion && !options.areDescribed()) {
            return options.names().stream()
                    .map(answer -> "Text for which the answer to \""
                            + question.text().strip() + "\" is " + answer.toLowerCase(Locale.ROOT) + ":\n")
                    .toList();
        }
        return options.options().stream().map(ChannelContexts::example).toList();
    }

    private static String example(DecisionOptions.Option option) {
        String description = option.description() == null ? option.name() : option.description();
        String label = description.strip();
        return "This is an example of " + (label.endsWith(".") ? label : label + ".") + "\n";
    }
}
