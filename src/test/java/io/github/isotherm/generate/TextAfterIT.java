package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.hub.VocabularyData;
import io.github.isotherm.sampling.TokenBuffer;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import io.github.isotherm.tokenizer.TokenAlphabet;
import io.github.isotherm.tokenizer.TokenizerVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text with its left context, in tokenizers of every form, as {@code text_after.py} has it from the Python library. */
class TextAfterIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> FORMS = List.of(
            "llama",
            "mistral",
            "gemma",
            "gpt2",
            "prefix-space",
            "unigram",
            "llama-3",
            "qwen",
            "gemma-3",
            "t5",
            "bloom",
            "falcon",
            "phi-3",
            "deepseek");

    @TempDir
    static Path work;

    /** A tokenizer with what Python says of it. */
    private record Form(HuggingFaceTextCodec codec, Vocabulary vocabulary, JsonNode expected) implements AutoCloseable {
        static Form open(String name) throws IOException {
            Path folder = Files.createDirectories(work.resolve(name));
            Path fixture = Path.of("src/test/resources/fixtures/tokenizers", name);
            Path tokenizer = Files.copy(
                    fixture.resolve("tokenizer.json"),
                    folder.resolve("tokenizer.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("model.onnx"), "");
            ModelFolder model = ModelFolder.open(folder);
            return new Form(
                    HuggingFaceTextCodec.open(model.openTokenizer(), tokenizer, work, "The tokenizer"),
                    vocabulary(model.vocabulary().orElseThrow()),
                    JSON.readTree(Files.readString(fixture.resolve("expected.json"))));
        }

        private static Vocabulary vocabulary(VocabularyData data) {
            TokenAlphabet other = data.metaspace() ? TokenAlphabet.METASPACE : TokenAlphabet.PLAIN;
            return new TokenizerVocabulary(
                    data.tokens(), data.specialIds(), data.byteLevel() ? TokenAlphabet.BYTE_LEVEL : other);
        }

        @Override
        public void close() {
            codec.close();
        }
    }

    static Stream<String> forms() {
        return FORMS.stream();
    }

    private static int[] ids(JsonNode array) {
        return JSON.convertValue(array, int[].class);
    }

    private static String streamed(Form form, int[] prompt, int[] more, List<Integer> heldAt) {
        TokenBuffer tokens = new TokenBuffer();
        TextStream stream = new TextStream(form.codec, form.vocabulary, TokenSequence.of(prompt), tokens);
        StringBuilder text = new StringBuilder();
        for (int id : more) {
            tokens.add(id);
            String piece = stream.next();
            heldAt.add(piece.isEmpty() ? 1 : 0);
            text.append(piece);
        }
        return text.append(stream.flush()).toString();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void piecesAreWhatTheTokensAddToThePrompt(String name) throws IOException {
        try (Form form = Form.open(name)) {
            List<String> wrong = new ArrayList<>();
            for (JsonNode row : form.expected.get("rows")) {
                String text = streamed(form, ids(row.get("prompt")), ids(row.get("more")), new ArrayList<>());
                if (!text.equals(row.get("text").textValue())) {
                    wrong.add(row + " gave " + JSON.writeValueAsString(text));
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(form.expected.get("rows").size()).isGreaterThanOrEqualTo(300);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aWordHasTheTokenThatAListShows(String name) throws IOException {
        try (Form form = Form.open(name)) {
            int[] before = form.codec.encode("x");
            for (JsonNode word : form.expected.get("words")) {
                String text = word.get("word").textValue();
                int[] ids = form.codec.encodeAfter(before, text);
                if (word.get("decodes").booleanValue()) {
                    assertThat(form.codec.decodeAfter(before, ids)).as(text).isEqualTo(text);
                }
                if (!word.get("ids").isNull()) {
                    assertThat(ids).as(text).containsExactly(ids(word.get("ids")));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "phi-3", "gemma-3", "gpt2", "llama-3", "qwen"})
    void whatCanNeverBecomeACharacterIsNotHeld(String name) throws IOException {
        try (Form form = Form.open(name)) {
            int stray = -1;
            for (int id = 0; id < form.vocabulary.size() && stray < 0; id++) {
                byte[] bytes = form.vocabulary.bytes(id);
                stray = bytes.length == 1 && (bytes[0] & 0xFF) == 0x80 ? id : -1;
            }
            int[] strays = new int[50];
            Arrays.fill(strays, stray);
            List<Integer> held = new ArrayList<>();
            String text = streamed(form, form.codec.encode("x"), strays, held);
            assertThat(held).containsOnly(0);
            assertThat(text).isEqualTo("\uFFFD".repeat(50));
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aPromptBeginsAsThePostProcessorSays(String name) throws IOException {
        try (Form form = Form.open(name)) {
            for (JsonNode prompt : form.expected.get("prompts")) {
                String text = prompt.get("text").textValue();
                assertThat(form.codec.encodePrompt(text)).as(text).containsExactly(ids(prompt.get("ids")));
                assertThat(form.codec.encode(text)).as(text).containsExactly(ids(prompt.get("plain")));
            }
            assertThat(form.expected.get("prompts")).hasSize(50);
        }
    }

    /** Added tokens too: Gemma has one for each length of a run of spaces. */
    @ParameterizedTest
    @MethodSource("forms")
    void aTokenIsShownAsItsText(String name) throws IOException {
        try (Form form = Form.open(name)) {
            form.expected.get("tokens").properties().forEach(token -> {
                int id = Integer.parseInt(token.getKey());
                assertThat(form.vocabulary.text(id))
                        .as(token.getKey())
                        .isEqualTo(token.getValue().textValue());
            });
            assertThat(form.expected.get("tokens").size()).isGreaterThan(400);
        }
    }
}
