package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"minimum\":0} ~ 1e-05 2.5e-324 1e+16 1.5E300 0 ~ -1e-05 -1e+16 -1",
                "{\"exclusiveMinimum\":0} ~ 1e-05 1e16 ~ -1e-05 0 0.0",
                "{\"minimum\":-1} ~ 1e-05 -1e-05 1e+16 ~ -1e+16 -1e+300",
                "{\"maximum\":0} ~ -1e-05 -3.25e+20 ~ 1e-05 1e+16",
                "{\"maximum\":1} ~ 1e-05 -1e-05 -1e+16 ~ 1e+16",
                "{\"minimum\":0,\"maximum\":1} ~ 9.99e-05 0.5 ~ 1e+16 -1e-05",
                "{\"type\":\"integer\"} ~ 1e+16 -1.25e+20 1 ~ 1e-05 1.00000000000000001e+16",
                "{\"const\":0.00001} ~ 1e-05 1E-5 1.0e-05 0.00001 ~ 1e-06 -1e-05 1e+05",
                "{\"enum\":[-12345e15]} ~ -1.2345e+19 -12345000000000000000 ~ 1.2345e+19 -1.2345e+18",
                "{\"not\":{\"minimum\":5}} ~ 4 -1 ~ 5 1e+16 1e-05x"
            })
    void numbersWithExponentsAreOnTheRightSideOfABound(String schema, String valid, String invalid) {
        Judged judged = new Judged(schema, Judged.LETTER);
        for (String text : valid.split(" ")) {
            assertThat(judged.accepts(text)).as("valid " + text).isTrue();
        }
        for (String text : invalid.split(" ")) {
            assertThat(judged.accepts(text)).as("invalid " + text).isFalse();
        }
    }

    @Test
    void byDefaultNoNumberHasAnExponent() {
        Judged judged = new Judged("{\"type\":\"number\",\"minimum\":0}", SchemaOptions.DEFAULTS);
        assertThat(judged.accepts("1e-05")).isFalse();
        assertThat(judged.accepts("0.00001")).isTrue();
    }

    /** Against exact decimals. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1", "0.00005", "-0.0001", "1e16", "-1e16", "123456.75", "1e-7", "3e20"})
    void noNumberBeyondABoundIsAccepted(String bound) {
        Judged least = new Judged("{\"minimum\":" + bound + "}", Judged.LETTER);
        Judged most = new Judged("{\"exclusiveMaximum\":" + bound + "}", Judged.LETTER);
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String text = (random.nextBoolean() ? "-" : "") + random.nextInt(10) + "." + random.nextInt(1000)
                    + (random.nextInt(4) == 0 ? "" : "e" + (random.nextInt(60) - 30));
            int sign = new BigDecimal(text).compareTo(new BigDecimal(bound));
            assertThat(least.accepts(text) && sign < 0).as(text + " ≥ " + bound).isFalse();
            assertThat(most.accepts(text) && sign >= 0).as(text + " < " + bound).isFalse();
        }
    }
}
