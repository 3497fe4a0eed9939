package io.github.isotherm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.hub.VocabularyData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceTextCodecIT {
    private static final Path MODEL = Path.of("models", "smollm2-135m-instruct");

    private static HuggingFaceTextCodec codec;
    private static JsonNode cases;

    @BeforeAll
    static void open() throws IOException {
        codec = HuggingFaceTextCodec.open(MODEL.resolve("tokenizer.json"), CacheFolder.locate());
        Path golden = Path.of("src", "test", "resources", "golden", "tokenizer-smollm2.json");
        cases = new ObjectMapper().readTree(golden.toFile()).path("cases");
    }

    @AfterAll
    static void close() {
        codec.close();
    }

    @Test
    void idsAreTheGoldenOnes() {
        assertThat(cases.size()).isGreaterThanOrEqualTo(40);
        for (JsonNode one : cases) {
            String text = one.path("text").asText();
            assertThat(codec.encode(text)).as(text).containsExactly(ids(one));
        }
    }

    @Test
    void vocabularyBytesAndDecoderAgree() {
        TokenizerVocabulary vocabulary = vocabulary();
        for (JsonNode one : cases) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int id : ids(one)) {
                if (!vocabulary.isSpecial(id)) {
                    bytes.writeBytes(vocabulary.bytes(id));
                }
            }
            assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(codec.decode(ids(one)));
        }
    }

    @Test
    void specialTokensAreReadAndLeftOut() {
        int[] ids = codec.encode("<|im_start|>user\nHi<|im_end|>");
        assertThat(ids).startsWith(1).endsWith(2);
        assertThat(codec.decode(ids)).isEqualTo("user\nHi");
        assertThat(vocabulary().isSpecial(2)).isTrue();
        assertThat(vocabulary().text(2)).isEqualTo("<|im_end|>");
    }

    @Test
    void longTextIsNotTruncated() {
        assertThat(codec.encode("word ".repeat(3000))).hasSizeGreaterThan(3000);
        assertThat(codec.encode("")).isEmpty();
        assertThat(codec.decode(new int[0])).isEmpty();
    }

    @Test
    void aClosedCodecSaysSo() {
        HuggingFaceTextCodec other = HuggingFaceTextCodec.open(MODEL.resolve("tokenizer.json"), CacheFolder.locate());
        other.close();
        other.close();
        assertThatThrownBy(() -> other.encode("a"))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("The tokenizer is closed");
    }

    @Test
    void whatIsNoTokenizerIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> HuggingFaceTextCodec.open(file, CacheFolder.locate()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.json cannot be opened as a tokenizer");
    }

    @Test
    void aCharsmapThatIsCutIsNamedAndEndsNothing(@TempDir Path folder) throws IOException {
        JsonNode tokenizer =
                new ObjectMapper().readTree(FixtureTokenizer.file("t5").toFile());
        ObjectNode normalizer = (ObjectNode) tokenizer.at("/normalizer/normalizers/0");
        String map = normalizer.get("precompiled_charsmap").textValue();
        normalizer.put("precompiled_charsmap", map.substring(0, 8));
        Path file = Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());
        assertThatThrownBy(() -> HuggingFaceTextCodec.open(file, CacheFolder.locate()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("normalizer.normalizers[0].precompiled_charsmap is damaged");
    }

    @Test
    void aRunThatTheExpressionsCannotTakeIsRefused() {
        try (HuggingFaceTextCodec llama =
                HuggingFaceTextCodec.open(FixtureTokenizer.file("llama-3"), CacheFolder.locate())) {
            assertThat(llama.encode(" ".repeat(999_999) + "x")).isNotEmpty();
            assertThatThrownBy(() -> llama.encode(" ".repeat(12_000_000) + "x"))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("12000000 characters without a change")
                    .hasMessageContaining("at most 1000000");
        }
    }

    @Test
    void aTextThatNoContextHoldsIsRefused() {
        try (HuggingFaceTextCodec bounded =
                HuggingFaceTextCodec.open(MODEL.resolve("tokenizer.json"), CacheFolder.locate())) {
            String text = "word ".repeat(1000);
            assertThat(bounded.encode(text)).isNotEmpty();
            bounded.boundBy(10);
            assertThatThrownBy(() -> bounded.encode(text))
                    .isInstanceOf(ContextLengthException.class)
                    .hasMessageStartingWith(
                            "The text has 5000 bytes, and the model's context of 10 tokens holds at most ");
            assertThatThrownBy(() -> codec.encodePrompt("word ".repeat(4_000_000)))
                    .isInstanceOf(ContextLengthException.class)
                    .hasMessageStartingWith("The text has 20000000 bytes, and at most 16777216 are encoded at once");
        }
    }

    @Test
    void whoIsInterruptedDoesNotWaitForALongText() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> codec.encode("word ".repeat(20_000))).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(codec.encode("word ".repeat(20_000))).hasSizeGreaterThan(20_000);
    }

    private static final String SECONDS_OF_WORK = "word ".repeat(3_300_000);

    @Test
    void aLongTextThatIsBeingEncodedIsLeftByAnInterrupt() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = encoding(codec, thrown);
        caller.interrupt();
        assertThat(thrown.get(Patience.SECONDS, TimeUnit.SECONDS)).isInstanceOf(CancelledException.class);
    }

    /** The native tokenizer is freed when the library comes out of it, which nobody waits for. */
    @Test
    void aLongTextThatIsBeingEncodedEndsWithItsTokenizer() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        HuggingFaceTextCodec other = HuggingFaceTextCodec.open(MODEL.resolve("tokenizer.json"), CacheFolder.locate());
        encoding(other, thrown);
        other.close();
        assertThat(thrown.get(Patience.SECONDS, TimeUnit.SECONDS)).isInstanceOf(ClosedException.class);
        assertThat(codec.encode("word ".repeat(20_000))).hasSizeGreaterThan(20_000);
    }

    private static Thread encoding(HuggingFaceTextCodec with, CompletableFuture<Throwable> thrown) {
        Thread caller = new Thread(() -> {
            try {
                with.encode(SECONDS_OF_WORK);
            } catch (RuntimeException e) {
                thrown.complete(e);
            }
        });
        caller.start();
        Patience.until(() -> caller.getState() == Thread.State.TIMED_WAITING);
        return caller;
    }

    @Test
    void whatItHasNoTokenForIsOneSentence(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"a\":0},\"unk_token\":\"[UNK]\"}}");
        try (HuggingFaceTextCodec words = HuggingFaceTextCodec.open(file, CacheFolder.locate())) {
            assertThat(words.encode("a")).containsExactly(0);
            assertThatThrownBy(() -> words.encode("b"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("The tokenizer cannot encode or decode this (WordLevel error: Missing [UNK]");
        }
    }

    private static TokenizerVocabulary vocabulary() {
        VocabularyData data = ModelFolder.open(MODEL).vocabulary().orElseThrow();
        return new TokenizerVocabulary(data.tokens(), data.specialIds(), TokenAlphabet.BYTE_LEVEL);
    }

    private static int[] ids(JsonNode one) {
        int[] ids = new int[one.path("ids").size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = one.path("ids").get(i).intValue();
        }
        return ids;
    }
}
