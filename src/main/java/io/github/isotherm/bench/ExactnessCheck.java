package io.github.isotherm.bench;

import io.github.isotherm.generate.CausalModel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tries whether logits depend on the ids before them alone: random prompts are fed in several ways, and their last
 * logits compared, bit for bit, with those of the same ids fed alone and at once.
 */
public final class ExactnessCheck {
    private ExactnessCheck() {}

    /**
     * Tries.
     *
     * @param model the model; it is widened to the rows that are asked for
     * @param settings how much
     * @param progress told after every attempt how many are done, of {@link #attempts}
     * @return what was found; with ways not tried where time was up before
     */
    public static ExactnessResult run(CausalModel model, ExactnessSettings settings, IntConsumer progress) {
        long start = System.nanoTime();
        model.widen(settings.rows());
        FeedingWay[] ways = FeedingWay.values();
        List<LogitsTally> tallies =
                Stream.generate(LogitsTally::new).limit(ways.length).toList();
        SplittableRandom random = new SplittableRandom(settings.seed());
        int attempts = attempts(settings);
        for (int i = 0;
                i < attempts && System.nanoTime() - start < settings.limit().toNanos();
                i++) {
            int way = i % ways.length;
            ways[way].feed(new Trial(model, settings, random.split(), tallies.get(way)));
            progress.accept(i + 1);
        }
        return new ExactnessResult(
                model.isExact(),
                model.rowsAtOnce(),
                IntStream.range(0, ways.length)
                        .mapToObj(way -> tallies.get(way).result(ways[way].title()))
                        .toList());
    }

    /**
     * How many attempts a check makes when time allows.
     *
     * @param settings how much
     * @return ways times rounds
     */
    public static int attempts(ExactnessSettings settings) {
        return FeedingWay.values().length * settings.rounds();
    }
}
