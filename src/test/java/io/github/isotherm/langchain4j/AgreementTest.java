package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand. */
class AgreementTest {
    @Test
    void theAreaIsHowOftenAPositiveIsAbove() {
        assertThat(Agreement.auc(List.of(3.0, 2.0), List.of(1.0, 2.0))).isEqualTo(0.875);
        assertThat(Agreement.auc(List.of(0.0), List.of(1.0))).isZero();
    }

    @Test
    void ranksCorrelateWhateverTheDistances() {
        assertThat(Agreement.spearman(List.of(1.0, 2.0, 40.0), List.of(1.0, 2.0, 3.0)))
                .isCloseTo(1, within(1e-12));
        assertThat(Agreement.spearman(List.of(9.0, 5.0, 1.0), List.of(1.0, 2.0, 3.0)))
                .isCloseTo(-1, within(1e-12));
        assertThat(Agreement.spearman(List.of(1.0, 1.0, 2.0), List.of(1.0, 2.0, 3.0)))
                .as("ranks 1.5, 1.5, 3")
                .isCloseTo(Math.sqrt(3) / 2, within(1e-12));
    }

    @Test
    void errorsCountUpAndDownAlike() {
        assertThat(Agreement.error(List.of(1.0, 4.0), List.of(2.0, 1.5))).isEqualTo(1.75);
    }
}
