package io.github.isotherm.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.InvalidValueException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChannelScoresTest {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    /** p(text | context) = 1/8 and 3/8. */
    private static final ChannelScores SCORES = new ChannelScores(
            List.of(5, 6), List.of(List.of(Math.log(0.5), Math.log(0.25)), List.of(Math.log(0.75), Math.log(0.5))));

    @Test
    void sumsTheLogarithmsOfTheTokens() {
        assertThat(SCORES.logprob(0)).isCloseTo(Math.log(0.125), within(1e-12));
        assertThat(SCORES.logprob(1)).isCloseTo(Math.log(0.375), within(1e-12));
        assertThat(SCORES.best()).isEqualTo(1);
    }

    @Test
    void isBayesRuleAtTemperatureOne() {
        assertThat(SCORES.posterior(1)).satisfiesExactly(near(0.25), near(0.75));
        assertThat(SCORES.posterior(1, List.of(Math.log(0.9), Math.log(0.1)))).satisfiesExactly(near(0.75), near(0.25));
    }

    @Test
    void aTemperatureTakesTheRoot() {
        double root = Math.sqrt(3);
        assertThat(SCORES.posterior(2)).satisfiesExactly(near(1 / (1 + root)), near(root / (1 + root)));
        assertThat(SCORES.posterior(0)).containsExactly(0.0, 1.0);
    }

    @Test
    void whatIsPossibleAfterNoContextSaysNothing() {
        ChannelScores never = new ChannelScores(List.of(1), List.of(List.of(NEVER), List.of(NEVER)));
        assertThat(never.posterior(1)).containsExactly(0.5, 0.5);
        ChannelScores once = new ChannelScores(List.of(1), List.of(List.of(NEVER), List.of(-30.0)));
        assertThat(once.posterior(1)).containsExactly(0.0, 1.0);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new ChannelScores(List.of(1), List.of()))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("contexts is 0");
        assertThatThrownBy(() -> new ChannelScores(List.of(), List.of(List.of())))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("tokens of the text is 0");
        assertThatThrownBy(() -> new ChannelScores(List.of(1, 2), List.of(List.of(-1.0))))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("one a token: 2");
        assertThatThrownBy(() -> SCORES.posterior(1, List.of(0.0)))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("one a context: 2");
        assertThatThrownBy(() -> SCORES.posterior(1, List.of(0.0, NEVER)))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("log-prior");
        assertThatThrownBy(() -> SCORES.posterior(-1))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining("temperature is -1");
    }

    private static Consumer<Double> near(double expected) {
        return actual -> assertThat(actual).isCloseTo(expected, within(1e-12));
    }
}
