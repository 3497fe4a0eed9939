package io.github.isotherm.cli;

import io.github.isotherm.error.Checks;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.MinP;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import io.github.isotherm.sampling.processors.TopP;
import java.util.List;

/**
 * What the keys of {@code live} change. Immutable.
 *
 * @param hundredths the temperature, in hundredths from 0 to 200
 * @param topK which of the values for top-k
 * @param topP which of the values for top-p
 * @param minP which of the values for min-p
 * @param order the order of the chain
 */
record LiveSettings(int hundredths, int topK, int topP, int minP, ProcessorOrder order) {
    /** The highest temperature. */
    static final int WARMEST = 2;

    private static final int MOST = 100 * WARMEST;
    /** Holds the temperature's place in the order; the sweep exchanges it. */
    private static final Temperature PLACE = new Temperature(0);

    private static final List<Integer> TOP_K = List.of(0, 100, 40, 10, 3);
    private static final List<Double> TOP_P = List.of(1.0, 0.95, 0.9, 0.5);
    private static final List<Double> MIN_P = List.of(0.0, 0.02, 0.05, 0.1);

    static LiveSettings at(double temperature) {
        Checks.between("--temperature", temperature, 0, WARMEST);
        return new LiveSettings((int) Math.round(100 * temperature), 0, 0, 0, ProcessorOrder.DEFAULT);
    }

    double temperature() {
        return hundredths / 100.0;
    }

    LiveSettings warmer(int by) {
        return new LiveSettings(Math.max(0, Math.min(MOST, hundredths + by)), topK, topP, minP, order);
    }

    LiveSettings nextTopK(int by) {
        return new LiveSettings(hundredths, Math.floorMod(topK + by, TOP_K.size()), topP, minP, order);
    }

    LiveSettings nextTopP(int by) {
        return new LiveSettings(hundredths, topK, Math.floorMod(topP + by, TOP_P.size()), minP, order);
    }

    LiveSettings nextMinP(int by) {
        return new LiveSettings(hundredths, topK, topP, Math.floorMod(minP + by, MIN_P.size()), order);
    }

    LiveSettings nextOrder() {
        List<ProcessorOrder> all = List.of(ProcessorOrder.values());
        return new LiveSettings(hundredths, topK, topP, minP, all.get((all.indexOf(order) + 1) % all.size()));
    }

    /** The chain, with any temperature in its place. */
    ProcessorChain chain() {
        SamplingSettings settings = SamplingSettings.NONE;
        for (LogitsProcessor processor :
                List.of(new TopK(TOP_K.get(topK)), new TopP(TOP_P.get(topP)), new MinP(MIN_P.get(minP)))) {
            settings = settings.with(processor);
        }
        return settings.with(PLACE).chain(order);
    }
}
