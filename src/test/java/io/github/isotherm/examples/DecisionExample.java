package io.github.isotherm.examples;

import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.decision.response.DecisionResponse;
import io.github.isotherm.langchain4j.IsothermDecisionModel;
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
            YesNoQuestion spam = YesNoQuestion.builder()
                    .text("Is this message spam?")
                    .yesWhen("spam: an offer, a prize or a fraud")
                    .noWhen("a message between friends or colleagues")
                    .build();
            ChoiceQuestion department = ChoiceQuestion.builder()
                    .text("Which department should handle this message?")
                    .option("billing", "a message about payments, invoices and refunds")
                    .option("shipping", "a message about a parcel, an order or its delivery")
                    .build();
            DecisionResponse response = decisions.decide(DecisionRequest.builder()
                    .input(TextInput.from("Has my order left the warehouse yet?"))
                    .questions(Map.of("spam", spam, "department", department))
                    .build());
            System.out.println("p(spam) = " + response.yesNo("spam").probability());
            System.out.println(response.choice("department").probabilities());
        }
        // end::example
    }
}
