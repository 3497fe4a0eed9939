package io.github.isotherm.langchain4j;

import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import java.util.List;
import java.util.Locale;

/** What a text is read after, once for each option of a question: the label of the noisy channel. */
final class ChannelContexts {
    private ChannelContexts() {}

    /**
     * One a question's option. Where lines follow a bare yes/no question, as a document does in LangChain4j's rankings, the text
     * belongs to them if the answer is yes; no stands without them.
     */
    static List<String> of(Question question, DecisionOptions options) {
        if (!(question instanceof YesNoQuestion) || options.areDescribed()) {
            return options.options().stream().map(ChannelContexts::example).toList();
        }
        String text = question.text().strip();
        String unsaid =
                options.isAnyDescribed() ? text : text.lines().findFirst().orElse(text);
        return List.of(
                answered(text, options.options().get(0)),
                answered(unsaid, options.options().get(1)));
    }

    private static String answered(String question, DecisionOptions.Option answer) {
        String described =
                answer.description() == null ? "" : " (" + answer.description().strip() + ")";
        return "Text for which the answer to \"" + question + "\" is "
                + answer.name().toLowerCase(Locale.ROOT) + described + ":\n";
    }

    private static String example(DecisionOptions.Option option) {
        String description = option.description() == null ? option.name() : option.description();
        String label = description.strip();
        return "This is an example of " + (label.endsWith(".") ? label : label + ".") + "\n";
    }
}
