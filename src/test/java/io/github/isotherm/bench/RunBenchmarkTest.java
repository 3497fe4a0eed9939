package io.github.isotherm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunBenchmarkTest {
    private static NoisyModel model() {
        return new NoisyModel((feeds, feed) -> 0);
    }

    @Test
    void everythingIsTimedByBothGraphs() {
        NoisyModel lone = model();
        NoisyModel asIs = model();
        NoisyModel wide = model();
        RunSettings settings = new RunSettings(16, List.of(8, 64), List.of(3), 4, 2);
        List<Integer> progress = new ArrayList<>();
        RunResult result = RunBenchmark.run(lone, asIs, List.of(wide), settings, progress::add);
        assertThat(progress).containsExactly(0, 1, 2);
        assertThat(result.steps()).extracting(RunResult.Step::past).containsExactly(8, 64);
        assertThat(result.prefill().other()).isNotNull();
        assertThat(result.rows()).singleElement().satisfies(rows -> {
            assertThat(rows.count()).isEqualTo(3);
            assertThat(rows.together().min()).isPositive();
            assertThat(rows.oneAfterAnother().here().min()).isPositive();
        });
        assertThat(lone.mostFeeds()).isEqualTo(1);
        assertThat(wide.mostFeeds()).isEqualTo(3);
        assertThat(lone.longest()).isEqualTo(68);
        assertThat(List.of(lone.stillOpen(), asIs.stillOpen(), wide.stillOpen()))
                .containsOnly(0);
    }

    @Test
    void oneGraphIsEnough() {
        RunSettings settings = new RunSettings(16, List.of(8), List.of(), 4, 1);
        RunResult result = RunBenchmark.run(model(), null, List.of(), settings, done -> {});
        assertThat(result.prefill().other()).isNull();
        assertThat(result.rows()).isEmpty();
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        RunSettings tooLong = new RunSettings(16, List.of(399), List.of(), 4, 1);
        assertThatThrownBy(() -> RunBenchmark.run(model(), null, List.of(), tooLong, done -> {}))
                .isInstanceOf(ContextLengthException.class);
        assertThatThrownBy(() -> new RunSettings(16, List.of(0), List.of(), 4, 1))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new RunSettings(16, List.of(), List.of(1), 4, 1))
                .isInstanceOf(InvalidValueException.class);
    }
}
