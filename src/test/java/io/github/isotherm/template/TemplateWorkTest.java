package io.github.isotherm.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.Patience;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates written against the budget of work, one a line: each ends, by itself or with one sentence, in bounds. */
class TemplateWorkTest {
    private static final double SECONDS = 2;

    static Stream<String> hostile() {
        return Golden.text("hostile.txt").lines();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @Timeout(Patience.SECONDS)
    void endsWithinTwoSecondsOfProcessorTime(String source) {
        String[] sentence = new String[1];
        double seconds = HostileTemplates.seconds(() -> sentence[0] = HostileTemplates.sentence(source));
        assertThat(seconds).as(sentence[0]).isLessThan(SECONDS);
        assertThat(sentence[0]).hasSizeLessThan(300).doesNotContain("\n");
    }

    @Test
    void coversEnough() {
        List<String> all = hostile().toList();
        assertThat(all).hasSizeGreaterThanOrEqualTo(100).doesNotHaveDuplicates();
    }
}
