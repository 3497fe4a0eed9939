package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.Question;
import dev.langchain4j.model.decision.request.ScaleQuestion;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a question can be answered with.
 *
 * @param options names and descriptions, in order
 */
record DecisionOptions(List<Option> options) {
    DecisionOptions {
        options = List.copyOf(options);
    }

    /**
     * One of them.
     *
     * @param description null where there is none that says more than the name
     */
    record Option(String name, @Nullable String description) {
        static Option of(String name, @Nullable String description) {
            boolean saysMore = description != null && !description.isBlank() && !description.equals(name);
            return new Option(name, saysMore ? description : null);
        }
    }

    static DecisionOptions of(Question question) {
        if (question instanceof YesNoQuestion yesNo) {
            return new DecisionOptions(List.of(Option.of("Yes", yesNo.yesWhen()), Option.of("No", yesNo.noWhen())));
        }
        if (question instanceof ChoiceQuestion choice) {
            return new DecisionOptions(choice.options().entrySet().stream()
                    .map(option -> Option.of(option.getKey(), option.getValue()))
                    .toList());
        }
        if (question instanceof ScaleQuestion scale) {
            return new DecisionOptions(levels(scale));
        }
        throw new UnsupportedFeatureException("Questions of type "
                + question.getClass().getSimpleName()
                + " are not supported by isotherm; ask yes/no, choice or scale questions.");
    }

    private static List<Option> levels(ScaleQuestion scale) {
        List<String> descriptions = scale.levelDescriptions();
        List<Option> levels = new ArrayList<>();
        for (String level : scale.levels()) {
            boolean described = descriptions != null && !descriptions.isEmpty();
            levels.add(Option.of(level, described ? descriptions.get(levels.size()) : null));
        }
        return levels;
    }

    List<String> names() {
        return options.stream().map(Option::name).toList();
    }

    boolean areDescribed() {
        return options.stream().allMatch(option -> option.description() != null);
    }

    boolean isAnyDescribed() {
        return options.stream().anyMatch(option -> option.description() != null);
    }
}
