package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.sampling.TokenBuffer;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import io.github.isotherm.tokenizer.TokenAlphabet;
import io.github.isotherm.tokenizer.TokenizerVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text with its left context, in tokenizers of every form, as {@code text_after.py} has it from the Python library. */
class TextAfterIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path cache;

    /** A tokenizer with what Python says of it. */
    private record Form(HuggingFaceTextCodec codec, Vocabulary vocabulary, JsonNode expected) implements AutoCloseable {
        static Form open(String name) throws IOException {
            Path folder = Path.of("src/test/resources/fixtures/tokenizers", name);
            JsonNode tokenizer = JSON.readTree(folder.resolve("tokenizer.json").toFile());
            return new Form(
                    HuggingFaceTextCodec.open(folder.resolve("tokenizer.json"), cache),
                    vocabulary(tokenizer, name),
                    JSON.readTree(Files.readString(folder.resolve("expected.json"))));
        }

        private static Vocabulary vocabulary(JsonNode tokenizer, String name) {
            JsonNode vocab = tokenizer.at("/model/vocab");
            List<String> tokens = new ArrayList<>(Collections.nCopies(vocab.size() + 8, ""));
            if (vocab.isArray()) {
                for (int id = 0; id < vocab.size(); id++) {
                    tokens.set(id, vocab.get(id).get(0).textValue());
                }
            } else {
                vocab.properties().forEach(entry -> tokens.set(entry.getValue().intValue(), entry.getKey()));
            }
            List<Integer> special = new ArrayList<>();
            tokenizer.get("added_tokens").forEach(added -> {
                if (added.get("special").booleanValue()) {
                    special.add(added.get("id").intValue());
                }
                tokens.set(added.get("id").intValue(), added.get("content").textValue());
            });
            boolean bytes = name.equals("gpt2") || name.equals("prefix-space");
            return new TokenizerVocabulary(tokens, special, bytes ? TokenAlphabet.BYTE_LEVEL : TokenAlphabet.METASPACE);
        }

        @Override
        public void close() {
            codec.close();
        }
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
    @ValueSource(strings = {"llama", "mistral", "gemma", "gpt2", "prefix-space", "unigram"})
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
    @ValueSource(strings = {"llama", "mistral", "gemma", "gpt2", "prefix-space", "unigram"})
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
    @ValueSource(strings = {"llama", "gpt2"})
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
    @ValueSource(strings = {"llama", "mistral", "gemma", "gpt2", "prefix-space", "unigram"})
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
    @ValueSource(strings = {"llama", "mistral", "gemma", "gpt2", "prefix-space", "unigram"})
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
