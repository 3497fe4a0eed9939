package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptanceTest {
    private static void add(Acceptance acceptance, int evidence, boolean right, int times) {
        for (int i = 0; i < times; i++) {
            acceptance.add(evidence, right);
        }
    }

    @Test
    void moreEvidenceIsTrustedMoreAtFirst() {
        Acceptance acceptance = Acceptance.ofModel();
        for (int evidence = 1; evidence < 40; evidence++) {
            assertThat(acceptance.of(evidence + 1)).isGreaterThanOrEqualTo(acceptance.of(evidence));
        }
        assertThat(acceptance.of(1)).isLessThan(0.3);
        assertThat(acceptance.of(32)).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 30})
    void tendsToWhatComes(int evidence) {
        Acceptance text = Acceptance.ofModel().ofText();
        add(text, evidence, false, 200);
        assertThat(text.of(evidence)).isLessThan(0.03);
        add(text, evidence, true, 60);
        assertThat(text.of(evidence)).isGreaterThan(0.8);
    }

    /** Of three in four, in a text long enough that older ones do not count. */
    @Test
    void isTheShareThatWasRightLately() {
        Acceptance text = Acceptance.ofModel().ofText();
        for (int i = 0; i < 4000; i++) {
            text.add(5, i % 4 != 0);
        }
        assertThat(text.of(5)).isCloseTo(0.75, within(0.05));
    }

    @Test
    void classesAreLearntApart() {
        Acceptance text = Acceptance.ofModel().ofText();
        double before = text.of(2);
        add(text, 1, false, 50);
        add(text, 30, true, 50);
        assertThat(text.of(2)).isEqualTo(before);
    }

    @Test
    void aFurtherTextBeginsWithWhatOthersShowed() {
        Acceptance model = Acceptance.ofModel();
        add(model.ofText(), 1, true, 500);
        assertThat(model.ofText().of(1)).isGreaterThan(0.9);
        assertThat(Acceptance.ofModel().ofText().of(1)).isLessThan(0.3);
    }
}
