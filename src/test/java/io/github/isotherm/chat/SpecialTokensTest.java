package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.MarkedBytes;
import io.github.isotherm.grammar.TokenTrie;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpecialTokensTest {
    private static final MarkedBytes TEXT = MarkedBytes.of("<a>", "<a><b>", "<end>");

    private static TokenTrie trie() {
        return TokenTrie.of(TEXT.size(), id -> TEXT.isSpecial(id) ? new byte[0] : TEXT.bytes(id));
    }

    @Test
    void onlyThoseOfTheMarkupAreTaken() {
        assertThat(SpecialTokens.in(TEXT, List.of("x<a>", "y")).orElseThrow().names())
                .isEqualTo(Map.of(TEXT.id("<a>"), "<a>"));
        assertThat(SpecialTokens.in(TEXT, List.of("x")).orElseThrow()).isEqualTo(SpecialTokens.NONE);
    }

    @Test
    void thirteenAreToldApartAndMoreAreNot() {
        String[] names = IntStream.range(0, 14).mapToObj(i -> "<" + i + ">").toArray(String[]::new);
        MarkedBytes many = MarkedBytes.of(names);
        assertThat(SpecialTokens.in(many, List.of(String.join("", names)))).isEmpty();
        assertThat(SpecialTokens.in(many, List.of(String.join("", names).substring(3))))
                .isPresent();
    }

    @Test
    void eachIsAByteThatNoTextHasAndTheLongerNameCounts() {
        SpecialTokens special = new SpecialTokens(Map.of(300, "<a>", 301, "<a><b>", 302, "<a>"));
        assertThat(special.bytes("é<a><b><a>")).containsExactly((byte) 0xC3, (byte) 0xA9, (byte) 0xFE, (byte) 0xFF);
    }

    @Test
    void noOtherTokenStandsForOne() {
        SpecialTokens special = SpecialTokens.in(TEXT, List.of("<a>")).orElseThrow();
        TokenTrie own = trie();
        TokenTrie tokens = special.over(own);
        assertThat(own.bytes(0xFF)).hasSize(1);
        assertThat(tokens.bytes(0xFF)).isEmpty();
        assertThat(tokens.bytes(0xFE)).hasSize(1);
        assertThat(tokens.bytes(TEXT.id("<a>"))).containsExactly((byte) 0xFF);
        assertThat(tokens.bytes(TEXT.id("<end>"))).isEmpty();
        assertThat(special.over(own)).isSameAs(tokens);
        assertThat(SpecialTokens.NONE.over(own)).isSameAs(own);
    }
}
