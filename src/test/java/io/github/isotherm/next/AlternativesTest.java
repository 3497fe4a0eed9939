package io.github.isotherm.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlternativesTest {
    /** Probabilities 0.1, 0.4, 0.2 and 0.3 at T = 1. */
    private static final float[] LOGITS = {
        (float) Math.log(0.1), (float) Math.log(0.4), (float) Math.log(0.2), (float) Math.log(0.3)
    };

    private static Alternatives of(String chain, List<Double> temperatures, int top, Integer... watched) {
        ProcessorChain parsed = ProcessorCatalog.standard().parse(chain);
        return Alternatives.of(LOGITS, PromptContext.of(0), parsed, temperatures, top, List.of(watched));
    }

    @Test
    void listsTheMostProbableAndThoseAskedAboutOnce() {
        assertThat(of("", List.of(1.0), 2, 0, 3).tokens())
                .extracting(Alternatives.Token::id)
                .containsExactly(1, 3, 0);
        assertThat(of("", List.of(1.0), 0, 2).tokens())
                .extracting(Alternatives.Token::id)
                .containsExactly(2);
    }

    /** At T = 0.5 probabilities go as their squares: 0.01, 0.16, 0.04, 0.09 of 0.3. */
    @Test
    void tellsEachTokensProbabilityAtEveryTemperature() {
        Alternatives found = of("", List.of(1.0, 0.5, 0.0), 1, 0);
        assertThat(found.temperatures()).containsExactly(1.0, 0.5, 0.0);
        assertThat(found.tokens().get(0).probabilities().get(0)).isCloseTo(0.4, within(1e-6));
        assertThat(found.tokens().get(0).probabilities().get(1)).isCloseTo(0.16 / 0.3, within(1e-6));
        assertThat(found.tokens().get(0).probabilities().get(2)).isEqualTo(1);
        assertThat(found.tokens().get(1).probabilities().get(1)).isCloseTo(0.01 / 0.3, within(1e-6));
        assertThat(found.tokens().get(1).probabilities().get(2)).isZero();
    }

    /** Token 0 is raised over all others, and only two are left. */
    @Test
    void theMostProbableAreThoseAfterTheChain() {
        Alternatives found = of("logit-bias={0: 3} > temperature > top-k=2", List.of(1.0), 5, 2);
        assertThat(found.tokens()).extracting(Alternatives.Token::id).containsExactly(0, 1, 2);
        double raised = 0.1 * Math.exp(3);
        assertThat(found.tokens().get(0).probabilities().get(0)).isCloseTo(raised / (raised + 0.4), within(1e-6));
        assertThat(found.tokens().get(2).probabilities().get(0)).isZero();
    }

    /** At T = 0.5 the second has 0.56 of the best one's probability, at T = 4 the last has 0.71 of it. */
    @Test
    void theFirstTemperatureDecidesWhichAreListed() {
        assertThat(of("temperature > min-p=0.7", List.of(0.5, 4.0), 9).tokens()).hasSize(1);
        assertThat(of("temperature > min-p=0.7", List.of(4.0, 0.5), 9).tokens()).hasSize(4);
    }

    @Test
    void fewerThanNoTokensAreRefused() {
        assertThatThrownBy(() -> of("", List.of(1.0), -1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("top is -1");
    }
}
