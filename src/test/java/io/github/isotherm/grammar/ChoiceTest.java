package io.github.isotherm.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static Constraint choice(List<String> texts) {
        return Constraint.of(Choice.grammar(texts, GrammarLimits.DEFAULTS), TokenTrie.of(0, id -> new byte[0]));
    }

    private static boolean fits(Constraint constraint, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return constraint.fitting(bytes) == bytes.length + 1;
    }

    @Test
    void onlyTheTextsFit() {
        Constraint choice = choice(List.of("yes", "no", "not", "", "né", "yes", "😀"));
        assertThat(List.of("yes", "no", "not", "", "né", "😀")).allMatch(text -> fits(choice, text));
        assertThat(List.of("ye", "n", "nots", " ", "né ", "yesno")).noneMatch(text -> fits(choice, text));
        assertThat(choice.fitting("nox".getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
    }

    @Test
    void tenThousandTextsAreATree() {
        Random random = new Random(3);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            texts.add("item-" + random.nextInt(1_000_000) + (i % 3 == 0 ? "-old" : ""));
        }
        Constraint choice = choice(texts);
        assertThat(texts).allMatch(text -> fits(choice, text));
        assertThat(texts).noneMatch(text -> fits(choice, text + "-"));
    }

    @Test
    void aTextThatIsNoneIsRefused() {
        assertThatThrownBy(() -> choice(List.of()))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("no texts");
        assertThatThrownBy(() -> choice(List.of("a", "\ud83d")))
                .isInstanceOf(GrammarException.class)
                .hasMessageStartingWith("Text 2 of the choice");
    }
}
