package io.github.isotherm.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpTest {
    @Test
    void agreesWithTheExactExponentialToTheLastBits() {
        Random random = new Random(1);
        double worst = 0;
        for (int i = 0; i < 200_000; i++) {
            double x = -random.nextDouble() * (i % 2 == 0 ? 708 : 20);
            double exact = StrictMath.exp(x);
            worst = Math.max(worst, Math.abs(Exp.of(x) - exact) / exact);
        }
        assertThat(worst).isLessThan(4e-16);
    }

    @Test
    void endsAreExact() {
        assertThat(Exp.of(0)).isEqualTo(1);
        assertThat(Exp.of(-0.0)).isEqualTo(1);
        assertThat(Exp.of(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Exp.of(-1e300)).isZero();
        assertThat(Exp.of(-740)).isEqualTo(StrictMath.exp(-740));
    }

    @Test
    void neverFallsAsItsArgumentRises() {
        double previous = 0;
        int falls = 0;
        for (double x = -30; x <= 0; x += 0x1p-14) {
            double value = Exp.of(x);
            falls += value < previous || value > 1 ? 1 : 0;
            previous = value;
        }
        assertThat(falls).isZero();
    }
}
