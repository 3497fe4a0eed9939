package io.github.isotherm.next;

import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.ArrayList;
import java.util.List;

/** A chain with its temperature exchanged, everything else and its order as it was. */
public final class TemperatureChain {
    private static final String NAME = ChainStep.of(new Temperature(1)).name();

    private TemperatureChain() {}

    /**
     * The chain at another temperature. One without a temperature gets it where Hugging Face's order has it: before the
     * first truncation.
     *
     * @param chain the chain
     * @param temperature ≥ 0
     * @return the chain at that temperature
     */
    public static ProcessorChain at(ProcessorChain chain, double temperature) {
        ChainStep step = ChainStep.of(new Temperature(temperature));
        List<ChainStep> steps = new ArrayList<>(chain.steps());
        int place = placeOf(steps, step);
        if (place < steps.size() && steps.get(place).name().equals(NAME)) {
            steps.set(place, step);
        } else {
            steps.add(place, step);
        }
        return ProcessorChain.ofSteps(steps);
    }

    private static int placeOf(List<ChainStep> steps, ChainStep temperature) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(NAME)) {
                return i;
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (standsBefore(temperature, steps.get(i))) {
                return i;
            }
        }
        return steps.size();
    }

    private static boolean standsBefore(ChainStep temperature, ChainStep other) {
        return ProcessorOrder.DEFAULT
                .arrange(List.of(other, temperature))
                .steps()
                .get(0)
                .equals(temperature);
    }
}
