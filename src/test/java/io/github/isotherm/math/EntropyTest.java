package io.github.isotherm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EntropyTest {
    @Test
    void ofNEqualOutcomesIsTheLogOfN() {
        assertThat(Entropy.of(new double[] {0.25, 0.25, 0.25, 0.25})).isCloseTo(Math.log(4), within(1e-15));
    }

    @Test
    void ofCertaintyIsZeroWhateverElseIsListed() {
        assertThat(Entropy.of(new double[] {0, 1, 0})).isZero();
    }

    @Test
    void effectiveCandidatesUndoTheLog() {
        assertThat(Entropy.effective(Math.log(4))).isCloseTo(4, within(1e-14));
    }
}
