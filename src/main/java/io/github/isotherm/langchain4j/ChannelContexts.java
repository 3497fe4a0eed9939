package io.github.isotherm.langchain4j;

import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import java.util.List;
import java.util.Locale;

/** What a text is read after, once for each option of a question: the label of the noisy channel. */
final class ChannelContexts {
    private ChannelContexts() {}

    /** One a question's option: an example of it, or, where nothing describes a yes, no or level, what the question's answer is. */
    static List<String> of(Question question, DecisionOptions options) {
        if (question instanceof YesNoQuestion && !options.areDescribed()) {
            return yesAndNo(question.text().strip(), options);
        }
        if (question instanceof ScaleQuestion && !options.isAnyDescribed()) {
            return options.names().stream()
                    .map(level -> answered(question.text().strip(), level))
                    .toList();
        }
        return options.options().stream().map(ChannelContexts::example).toList();
    }

    /**
     * Where lines follow a bare question, as a document does in LangChain4j's rankings, the text belongs to them if the answer is
     * yes; no stands without them.
     */
    private static List<String> yesAndNo(String question, DecisionOptions options) {
        String unsaid = options.isAnyDescribed()
                ? question
                : question.lines().findFirst().orElse(question);
        return List.of(
                answered(question, said(options.options().get(0))),
                answered(unsaid, said(options.options().get(1))));
    }

    private static String said(DecisionOptions.Option answer) {
        String described =
                answer.description() == null ? "" : " (" + answer.description().strip() + ")";
        return answer.name().toLowerCase(Locale.ROOT) + described;
    }

    private static String answered(String question, String answer) {
        return "Text for which the answer to \"" + question + "\" is " + answer + ":\n";
    }

    private static String example(DecisionOptions.Option option) {
        String description = option.description() == null ? option.name() : option.description();
        String label = description.strip();
        return "This is an example of " + (label.endsWith(".") ? label : label + ".") + "\n";
    }
}
