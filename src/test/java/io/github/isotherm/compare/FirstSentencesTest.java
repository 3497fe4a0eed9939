package io.github.isotherm.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.GenerationListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FirstSentencesTest {
    private final List<String> told = new ArrayList<>();
    private final GenerationListener row = new FirstSentences(new ComparisonListener() {
                @Override
                public void onText(int temperature, int sample, String piece) {
                    told.add(temperature + "," + sample + ":" + piece);
                }
            })
            .row(2, 1);

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(List.of(" day", ". It", " was"), List.of(" day", ".")),
                Arguments.of(List.of(" way", ".\" Yes", " it"), List.of(" way", ".\"")),
                Arguments.of(List.of(" Dr", ". No", "!", " Well"), List.of(" Dr", ". No", "!")),
                Arguments.of(List.of("\n\n", "A day", ".", "\n"), List.of("\n\n", "A day", ".")),
                Arguments.of(List.of(" one", "\ntwo", " three"), List.of(" one")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void tellNothingBehindTheEndAndWantNoMore(List<String> pieces, List<String> expected) {
        pieces.forEach(row::onText);
        assertThat(told).isEqualTo(expected.stream().map("2,1:"::concat).toList());
        assertThat(row.wantsStop()).isTrue();
    }

    @Test
    void goOnWhileNoBlankFollowsTheMark() {
        List.of(" It is 3", ".", "5", " now", ".").forEach(row::onText);
        assertThat(told).hasSize(5);
        assertThat(row.wantsStop()).isFalse();
    }
}
