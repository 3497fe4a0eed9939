package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessorOrderTest {
    @ParameterizedTest
    @EnumSource
    void placesEveryBuiltInAndTheUsersOwnOnce(ProcessorOrder order) {
        List<String> expected = new ArrayList<>(List.of("custom"));
        BuiltInProcessors.ALL.forEach(type -> expected.add(type.name()));
        assertThat(order.names()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void arrangesAnyShuffleTheSame(ProcessorOrder order) {
        List<ChainStep> steps = new ArrayList<>();
        for (Samples.Sample sample : Samples.ALL) {
            ChainStep step = ChainStep.of(sample.processor());
            if (steps.stream().noneMatch(other -> other.name().equals(step.name()))) {
                steps.add(step);
            }
        }
        steps.add(ChainStep.named("my_own", (candidates, context) -> {}));
        String arranged = order.arrange(steps).toString();
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(steps, new Random(seed));
            assertThat(order.arrange(steps)).hasToString(arranged);
        }
        assertThat(arranged).startsWith("repair > ");
    }

    @ParameterizedTest
    @EnumSource
    void theUsersOwnStandsRightBeforeTemperatureOrTheFirstTruncation(ProcessorOrder order) {
        List<String> names = order.names();
        String next = order == ProcessorOrder.LLAMA_CPP ? "top_n_sigma" : "temperature";
        assertThat(names.get(names.indexOf("custom") + 1)).isEqualTo(next);
    }
}
