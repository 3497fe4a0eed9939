package io.github.isotherm.examples;

import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.DecisionResponse;
import io.github.isotherm.langchain4j.IsothermDecisionModel;
import java.util.List;
import java.util.Map;

/** Decisions from exact probabilities. */
public final class DecisionExample {
    private DecisionExample() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        // tag::example
        try (IsothermDecisionModel decisions =
                IsothermDecisionModel.builder().temperature(1).build()) {
            DecisionResponse response = decisions.decide(DecisionRequest.builder()
                    .input(TextInput.from("WIN A FREE IPHONE NOW!!! Click this link and claim your prize today!"))
                    .questions(Map.of(
                            "spam", YesNoQuestion.from("Is this message spam?"),
                            "topic", ChoiceQuestion.from("What is the text about?", List.of("a prize", "a meeting"))))
                    .build());
            System.out.println("p(spam) = " + response.yesNo("spam").probability());
            System.out.println(response.choice("topic").probabilities());
        }
        // end::example
    }
}
