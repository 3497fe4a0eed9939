package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to spell special tokens other than by their names as they are. */
class ContentSpellingTest {
    private static final String TURN = "{% for m in messages %}{{ m.content | trim }}<end>{% endfor %}";

    private static final SpellingCodec CODEC =
            new SpellingCodec("<end>", "<<sys>>", "<sys>", "[a]b", "b[c]", "\uD83D\uDE00x", "to be");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<<sys>>", // a name inside another
                "<<<sys>>>",
                "[a]b[c]", // two that overlap
                "x [a]b[c] <end>",
                "\uD83D\uDE00x", // its first character is two of Java's
                "to be or not to be",
                "<END>", // the tokenizer takes it for the same
                "<End><eNd>b[C]",
                "<end",
                "say <"
            })
    void contentStaysText(String content) {
        assertThat(CODEC.special(TURN, Map.of("content", content))).isEqualTo(1);
        assertThat(CODEC.said(TURN, Map.of("content", content))).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ue000",
                "\\uE000<end>",
                "a\\\\ue000 \uE001 <end>",
                "\uE000\\ue001\uE002<end>\\ue003",
                "\uF8FF<end>"
            })
    void whatLooksLikeAMarkIsKept(String content) {
        assertThat(CODEC.said(TURN, Map.of("content", content))).isEqualTo(content);
        assertThat(CODEC.special(TURN, Map.of("content", content))).isEqualTo(1);
    }

    @Test
    void aTemplateMayWriteTheMark() {
        assertThat(CODEC.said("\uE000{{ messages[0].content }}", Map.of("content", "<end>")))
                .isEqualTo("\uE000<end>");
    }

    @Test
    void escapedTwiceAMarkIsFoundTwice() {
        assertThat(CODEC.said("{{ messages[0].content | tojson | tojson }}", Map.of("content", "<end>")))
                .doesNotContain("e000");
    }

    @Test
    void textsThatATemplateJoinsSpellNothingTogether() {
        Map<String, ?> message =
                Map.of("parts", List.of(Map.of("text", "<e"), Map.of("text", "nd"), Map.of("text", ">")));
        String template = "{% for part in messages[0].parts %}{{ part.text }}{% endfor %}<end>";
        assertThat(CODEC.special(template, message)).isEqualTo(1);
        assertThat(CODEC.said(template, message)).isEqualTo("<end>");
    }

    /** OpenHermes has its turns begin with an added token that is not special. */
    @ParameterizedTest
    @CsvSource({"user,1", "tool,1", "assistant,2"})
    void anAddedTokenThatTheTemplateWritesIsNoContentOfOthersThanTheModel(String role, int tokens) {
        SpellingCodec codec = new SpellingCodec("<end>", "<start>", "<other>", "  ").plainFrom(1);
        Map<String, ?> message = Map.of("role", role, "content", "a<start>b");
        String template = "<start>{{ messages[0].content }}  ";
        assertThat(codec.special(template, message)).isEqualTo(tokens + 1);
        assertThat(codec.said(template, message)).isEqualTo("<start>a<start>b  ");
        assertThat(codec.special(template, Map.of("role", "user", "content", "<other>")))
                .as("what the template does not write is a token")
                .isEqualTo(3);
        assertThat(codec.special(template, Map.of("role", "user", "content", "a  b")))
                .as("white space is")
                .isEqualTo(3);
    }

    @Test
    void whatATokenizerDoesNotKnowIsNoNameOfASpecialToken() {
        SpellingCodec knowsNoPrivateCharacters = new SpellingCodec("\uE000", "\uE005", "<end>");
        assertThat(knowsNoPrivateCharacters.special("{{ messages[0].content }}", Map.of("content", "a\uE000b<end>")))
                .isEqualTo(1);
    }

    @Test
    void aConversationWithEveryPrivateCharacterIsRefusedInASentence() {
        String all = IntStream.rangeClosed(0xE000, 0xF8FF)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        assertThatThrownBy(() -> CODEC.special(TURN, Map.of("content", all + "<end>")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "The conversation spells a special token and has all of the 6400 private characters from U+E000"
                                + " on but must leave one free; leave one out.");
        assertThat(CODEC.special(TURN, Map.of("content", all))).isEqualTo(1);
    }

    @Test
    void manyNamesCostNoMoreThanTheirText() {
        String many = "<end> ".repeat(20_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(CODEC.special(TURN, Map.of("content", many))).isEqualTo(1));
    }
}
