package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One row is all that chains, orders and settings need. */
class RegisteredProcessorTest {
    private static final ProcessorCatalog CATALOG = ProcessorCatalog.standard().with(HalfCut.TYPE);

    @Test
    void isReadFromTextAndWrittenBack() {
        var chain = CATALOG.parse("half-cut(floor=0.25, min-keep=2) > half-cut=0.5");
        assertThat(chain.steps().get(0).processor()).isEqualTo(new HalfCut(0.25, 2));
        assertThat(chain.steps().get(1).processor()).isEqualTo(new HalfCut(0.5, 1));
        assertThat(CATALOG.parse(chain.toString())).isEqualTo(chain);
    }

    @Test
    void isMadeFromJsonsParameters() {
        assertThat(CATALOG.step("half_cut", Map.of("min_keep", 3)).processor()).isEqualTo(new HalfCut(0, 3));
        assertThatThrownBy(() -> CATALOG.step("half_cut", Map.of("flor", 0.1)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("half-cut has no parameter \"flor\"; it takes floor, min_keep.");
    }

    @ParameterizedTest
    @EnumSource(ProcessorOrder.class)
    void standsWhereItsRowSays(ProcessorOrder order) {
        List<String> names = CATALOG.names(order);
        boolean first = order == ProcessorOrder.LLAMA_CPP;
        assertThat(names.indexOf("half_cut") < names.indexOf("top_k")).isEqualTo(first);
        assertThat(names).containsAll(order.names());
        String chain = SamplingSettings.of(new TopK(5), new Temperature(0.5))
                .with(CATALOG.step("half_cut", 0.1), CATALOG)
                .chain(order)
                .toString();
        assertThat(chain)
                .isEqualTo(
                        first
                                ? "half-cut(floor=0.1, min-keep=1) > top-k=5 > temperature=0.5"
                                : "temperature=0.5 > top-k=5 > half-cut(floor=0.1, min-keep=1)");
    }

    @Test
    void isFoundThroughAProvider() {
        LogitsProcessorProvider provider = new LogitsProcessorProvider() {
            @Override
            public String name() {
                return "half-cut";
            }

            @Override
            public LogitsProcessor create(Map<String, Object> parameters) {
                throw new AssertionError("its row makes it");
            }

            @Override
            public ProcessorType type() {
                return HalfCut.TYPE;
            }
        };
        ProcessorCatalog catalog = ProcessorCatalog.of(List.of(provider));
        assertThat(catalog.type("half-cut")).contains(HalfCut.TYPE);
        assertThat(catalog.parse("half-cut=0.1").steps().get(0).processor()).isEqualTo(new HalfCut(0.1, 1));
    }

    @Test
    void aTakenNameIsRefused() {
        assertThatThrownBy(() -> CATALOG.with(HalfCut.TYPE))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("\"half_cut\"")
                .hasMessageContaining("is taken");
    }

    @Test
    void aRowThatMissesAComponentIsRefused() {
        assertThatThrownBy(() -> ProcessorType.of("half_cut", HalfCut.class, "x")
                        .takes("floor", 0, Range.between(0, 1))
                        .stands(Stage.TRUNCATE, 100))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("[floor]")
                .hasMessageContaining("[floor, min_keep]");
    }
}
