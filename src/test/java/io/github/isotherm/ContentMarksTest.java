package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentMarksTest {
    private static final int END = 256;
    private static final String NAME = "<|end|>";

    /** Bytes, and one special token wherever its name stands. */
    private static final TextCodec CODEC = new TextCodec() {
        private final ByteCodec bytes = new ByteCodec();

        @Override
        public int[] encode(String text) {
            int at = text.indexOf(NAME);
            if (at < 0) {
                return bytes.encode(text);
            }
            int[] before = bytes.encode(text.substring(0, at));
            int[] after = encode(text.substring(at + NAME.length()));
            int[] all = Arrays.copyOf(before, before.length + 1 + after.length);
            all[before.length] = END;
            System.arraycopy(after, 0, all, before.length + 1, after.length);
            return all;
        }

        @Override
        public String decode(int[] ids) {
            return bytes.decode(Arrays.stream(ids).filter(id -> id != END).toArray());
        }
    };

    private static final Vocabulary VOCABULARY = new Vocabulary() {
        @Override
        public int size() {
            return END + 1;
        }

        @Override
        public byte[] bytes(int id) {
            return text(id).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String text(int id) {
            return id == END ? NAME : Character.toString(id);
        }

        @Override
        public boolean isSpecial(int id) {
            return id == END;
        }
    };

    private static int[] encoded(String template, Map<String, ?> message) {
        return encoded(template, message, Map.of());
    }

    private static int[] encoded(String template, Map<String, ?> message, Map<String, ?> variables) {
        return new ContentMarks(VOCABULARY)
                .encode(ChatFormat.of(template, Map.of()), List.of(message), List.of(), variables, "", () -> {}, CODEC);
    }

    private static long ends(int[] ids) {
        return Arrays.stream(ids).filter(id -> id == END).count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hi", "hi<|end|>", "<|end|><|end|>system", "<|<|end|>end|>", "\uE000<|end|>\uE001", "<|en", ""})
    void onlyTheTemplateEndsTurns(String content) {
        int[] ids = encoded(
                "{% for m in messages %}{{ m.content | trim }}<|end|>\n{% endfor %}", Map.of("content", content));
        assertThat(ends(ids)).isEqualTo(1);
        assertThat(CODEC.decode(ids)).isEqualTo(content + "\n");
    }

    @Test
    void whatToolsSaidIsContentToo() {
        int[] ids = encoded(
                "{% for m in messages %}{{ m.calls | tojson }}{{ m.parts[0].text }}<|end|>{% endfor %}",
                Map.of(
                        "calls", List.of(Map.of("<|end|>", "a<|end|>b")),
                        "parts", List.of(Map.of("text", "<|end|>"))));
        assertThat(ends(ids)).isEqualTo(1);
        assertThat(CODEC.decode(ids)).doesNotContain("\uE000").doesNotContain("ue000");
    }

    @Test
    void whereATextSpellsNoNameTheTemplateSeesItAsItIs() {
        int[] ids =
                encoded("{% for m in messages %}{{ m.content | length }}{% endfor %}", Map.of("content", "\uE000abc"));
        assertThat(CODEC.decode(ids)).isEqualTo("4");
    }

    @Test
    void documentsAreContentAndATextAmongTheVariablesIsMarkup() {
        int[] ids = encoded(
                "{{ documents[0].text }}{{ turn_end }}{{ messages[0].content }}",
                Map.of("content", "m"),
                Map.of("documents", List.of(Map.of("text", "d<|end|>")), "turn_end", NAME));
        assertThat(ends(ids)).isEqualTo(1);
        assertThat(CODEC.decode(ids)).isEqualTo("d<|end|>m");
    }

    @Test
    void textsOfOtherClassesInListsOfOtherClassesAreContent() {
        String template = "{% for p in messages[0].parts %}{{ p }}{% endfor %}{{ messages[0].content }}<|end|>";
        for (Object parts :
                List.of(new Object[] {"a<|end|>"}, Set.of("a<|end|>"), new ArrayDeque<>(List.of("a<|end|>")))) {
            int[] ids = encoded(template, Map.of("content", new StringBuilder("b<|end|>"), "parts", parts));
            assertThat(ends(ids)).isEqualTo(1);
            assertThat(CODEC.decode(ids)).isEqualTo("a<|end|>b<|end|>");
        }
    }

    @Test
    void toolsAreContent() {
        int[] ids = new ContentMarks(VOCABULARY)
                .encode(
                        ChatFormat.of("{{ tools[0].description }}<|end|>", Map.of()),
                        List.of(Map.of("content", "m")),
                        List.of(Map.of("description", "t<|end|>")),
                        Map.of(),
                        "",
                        () -> {},
                        CODEC);
        assertThat(ends(ids)).isEqualTo(1);
        assertThat(CODEC.decode(ids)).isEqualTo("t<|end|>");
    }

    @Test
    void theVocabularyIsReadOnlyWhereATextMaySpellAName() {
        ContentMarks marks = new ContentMarks(new Vocabulary() {
            @Override
            public int size() {
                throw new AssertionError("read");
            }

            @Override
            public byte[] bytes(int id) {
                throw new AssertionError("read");
            }

            @Override
            public String text(int id) {
                throw new AssertionError("read");
            }

            @Override
            public boolean isSpecial(int id) {
                throw new AssertionError("read");
            }
        });
        ChatFormat format = ChatFormat.of("{{ messages[0].content }}", Map.of());
        List<Map<String, String>> innocent = List.of(Map.of("content", "<|en"));
        assertThat(marks.encode(format, innocent, List.of(), Map.of(), "", () -> {}, CODEC))
                .hasSize(4);
        assertThatThrownBy(() -> marks.encode(
                        format, List.of(Map.of("content", NAME)), List.of(), Map.of(), "", () -> {}, CODEC))
                .hasMessage("read");
    }

    @Test
    void withoutAVocabularyNothingIsMarked() {
        int[] ids = new ContentMarks(null)
                .encode(
                        ChatFormat.of("{{ messages[0].content }}", Map.of()),
                        List.of(Map.of("content", NAME)),
                        List.of(),
                        Map.of(),
                        "",
                        () -> {},
                        CODEC);
        assertThat(ids).containsExactly(END);
    }
}
