package io.github.isotherm.chat;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.Constraining;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Spelling;
import java.util.ArrayList;
import java.util.List;

/** Options with a constraint that a request asks for in other words: a response format, or calls of tools. */
public final class ConstrainedAnswer {
    private ConstrainedAnswer() {}

    /**
     * Whether something holds the answer to a form.
     *
     * @param options what a request says
     * @return true where a constraint is among them
     */
    public static boolean isHeld(CompletionOptions options) {
        return steps(options).stream().anyMatch(ConstrainedAnswer::constrains);
    }

    private static List<ChainStep> steps(CompletionOptions options) {
        ProcessorChain chain = options.chain();
        return chain == null ? options.settings().steps() : chain.steps();
    }

    private static boolean constrains(ChainStep step) {
        return step.processor() instanceof Constraining;
    }

    /**
     * Puts a constraint in front of everything but a repair, which alone may stand first.
     *
     * @param options without a constraint
     * @param constraint the step
     * @param asked what asked for it, such as "a JSON response format"
     * @return the changed options
     * @throws InvalidValueException when the options have a constraint already
     */
    public static CompletionOptions of(CompletionOptions options, ChainStep constraint, String asked) {
        refuseSecond(steps(options), asked);
        if (options.chain() == null) {
            return options.settings(options.settings().with(constraint));
        }
        List<ChainStep> steps = new ArrayList<>(steps(options));
        boolean repairs = !steps.isEmpty() && steps.get(0).processor().admitsAnything();
        steps.add(repairs ? 1 : 0, constraint);
        return options.chain(ProcessorChain.ofSteps(steps));
    }

    private static void refuseSecond(List<ChainStep> steps, String asked) {
        for (ChainStep step : steps) {
            if (constrains(step)) {
                throw new InvalidValueException("The constraint " + Spelling.kebab(step.name()) + " beside " + asked
                        + " is not supported, since a text that fits one of them need not have an end that fits the"
                        + " other; leave one out.");
            }
        }
    }
}
