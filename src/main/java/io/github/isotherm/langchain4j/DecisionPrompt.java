package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.ContentsInput;
import dev.langchain4j.model.decision.request.DecisionInput;
import dev.langchain4j.model.decision.request.FieldsInput;
import dev.langchain4j.model.decision.request.MessagesInput;
import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question as a message that ends where one of the options is to follow, and those options.
 *
 * @param text the message
 * @param options what may follow, each after one space
 */
record DecisionPrompt(String text, List<String> options) {
    /** The answer is begun for the model, so that it goes on with an option rather than with a sentence around one. */
    static final String BEGINNING = "Answer:";

    private static final String YES = "Yes";
    private static final String NO = "No";

    static DecisionPrompt of(DecisionInput input, Question question) {
        StringBuilder text = new StringBuilder("Text: ")
                .append(text(input))
                .append("\nQuestion: ")
                .append(question.text());
        List<String> options = new ArrayList<>();
        if (question instanceof YesNoQuestion yesNo) {
            describe(text, YES, yesNo.yesWhen());
            describe(text, NO, yesNo.noWhen());
            options.addAll(List.of(YES, NO));
        } else if (question instanceof ChoiceQuestion choice) {
            choice.options().forEach((option, description) -> {
                describe(text, option, description);
                options.add(option);
            });
        } else if (question instanceof ScaleQuestion scale) {
            for (int level = 0; level < scale.levels().size(); level++) {
                List<String> descriptions = scale.levelDescriptions();
                describe(
                        text,
                        scale.levels().get(level),
                        descriptions == null || descriptions.isEmpty() ? null : descriptions.get(level));
                options.add(scale.levels().get(level));
            }
        } else {
            throw new UnsupportedFeatureException("Questions of type "
                    + question.getClass().getSimpleName()
                    + " are not supported by isotherm; ask yes/no, choice or scale questions.");
        }
        text.append("\nOptions: ").append(String.join(", ", options)).append("\nAnswer with one option only.");
        return new DecisionPrompt(text.toString(), options);
    }

    private static void describe(StringBuilder text, String option, @Nullable String when) {
        if (when != null && !when.isBlank() && !when.equals(option)) {
            text.append('\n').append(option).append(": ").append(when);
        }
    }

    private static String text(DecisionInput input) {
        if (input instanceof TextInput text) {
            return text.text();
        }
        if (input instanceof FieldsInput fields) {
            return fields.fields().entrySet().stream()
                    .map(DecisionPrompt::field)
                    .collect(Collectors.joining("\n"));
        }
        if (input instanceof ContentsInput contents) {
            return contents(contents.contents());
        }
        if (input instanceof MessagesInput messages) {
            return messages.messages().stream().map(DecisionPrompt::message).collect(Collectors.joining("\n"));
        }
        throw new UnsupportedFeatureException("Inputs of type " + input.type()
                + " are not supported by isotherm; give text, fields, text contents or messages.");
    }

    private static String field(Map.Entry<String, Object> field) {
        return field.getKey() + ": " + field.getValue();
    }

    private static String contents(List<? extends Content> contents) {
        return contents.stream()
                .map(content -> {
                    if (content instanceof TextContent text) {
                        return text.text();
                    }
                    throw new UnsupportedFeatureException("Content of type " + content.type()
                            + " is not supported by isotherm, whose models read text; send text.");
                })
                .collect(Collectors.joining("\n"));
    }

    private static String message(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return "system: " + system.text();
        }
        if (message instanceof UserMessage user) {
            return "user: " + contents(user.contents());
        }
        if (message instanceof AiMessage answer) {
            return "assistant: " + (answer.text() == null ? "" : answer.text());
        }
        throw new UnsupportedFeatureException(
                "Messages of type " + message.type() + " are not supported by isotherm; send text messages.");
    }
}
