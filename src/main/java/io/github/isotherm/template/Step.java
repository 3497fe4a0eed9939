package io.github.isotherm.template;

import java.util.List;

/** A compiled statement. */
@FunctionalInterface
interface Step {
    Flow run(Activation activation, RenderedText output);

    /** Several one after the other. */
    static Step all(List<Step> steps) {
        Step[] array = steps.toArray(new Step[0]);
        return (activation, output) -> {
            for (Step step : array) {
                Flow flow = step.run(activation, output);
                if (flow != Flow.NEXT) {
                    return flow;
                }
            }
            return Flow.NEXT;
        };
    }
}
