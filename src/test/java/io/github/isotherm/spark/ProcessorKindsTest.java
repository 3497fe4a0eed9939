package io.github.isotherm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorKindsTest {
    private static ProcessorKinds of(String... seen) {
        ProcessorKinds kinds = new ProcessorKinds();
        for (String kind : seen) {
            kinds.add(kind);
        }
        return kinds;
    }

    @Test
    void oneKindSeenByManyTasksIsOne() {
        ProcessorKinds all = of();
        assertThat(all.isZero()).isTrue();
        all.merge(of("a"));
        all.merge(of("a", "a"));
        assertThat(all.value()).containsExactly("a");
    }

    @Test
    void aSecondKindIsTold() {
        ProcessorKinds all = of("b");
        all.merge(of("a"));
        assertThat(all.value()).containsExactly("a", "b");
        assertThat(all.sentence()).startsWith("The rows were answered on 2 kinds of processor (a; b)");
    }

    @Test
    void aCopyIsAPartAndAResetIsEmpty() {
        ProcessorKinds kinds = of("a");
        assertThat(kinds.copy().value()).containsExactly("a");
        kinds.reset();
        assertThat(kinds.isZero()).isTrue();
    }
}
