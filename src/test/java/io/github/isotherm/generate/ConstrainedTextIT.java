package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.hub.VocabularyData;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import io.github.isotherm.sampling.processors.RegexConstraint;
import io.github.isotherm.sampling.processors.TextConstraint;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import io.github.isotherm.tokenizer.TokenAlphabet;
import io.github.isotherm.tokenizer.TokenizerVocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text that a tokenizer makes of a constraint's tokens is one that the constraint allows, in tokenizers of every form. */
class ConstrainedTextIT {
    /** A constraint, what its texts look like, and the characters without which there is none. */
    private record Kind(TextConstraint constraint, String pattern, String needed) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(new RegexConstraint("[äöü]{2}"), "[äöü]{2}", "äöü"),
            new Kind(new ChoiceConstraint(List.of("日本")), "日本", "日本"),
            new Kind(new ChoiceConstraint(List.of(" yes", " no")), " yes| no", " yesno"),
            new Kind(new ChoiceConstraint(List.of("yes", "no")), "yes|no", "yesno"),
            new Kind(new ChoiceConstraint(List.of("  x\n")), "  x\n", " x\n"),
            new Kind(new RegexConstraint("[a-z ,.!?']{9}"), "[a-z ,.!?']{9}", "a"),
            new Kind(new RegexConstraint("[^]{3}😀[^]{3}"), "(?s).{3}😀.{3}", "😀"),
            new Kind(
                    JsonSchemaConstraint.of("{\"type\": \"string\", \"maxLength\": 9}"),
                    "\"([^\"\\\\\\x00-\\x1F]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4})){0,9}\"",
                    "\""));

    @TempDir
    static Path work;

    private record Form(HuggingFaceTextCodec codec, Vocabulary vocabulary) implements AutoCloseable {
        static Form open(String name) throws IOException {
            Path folder = Files.createDirectories(work.resolve(name));
            Path tokenizer = Files.copy(
                    Path.of("src/test/resources/fixtures/tokenizers", name, "tokenizer.json"),
                    folder.resolve("tokenizer.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("model.onnx"), "");
            ModelFolder model = ModelFolder.open(folder);
            VocabularyData data = model.vocabulary().orElseThrow();
            TokenAlphabet other = data.metaspace() ? TokenAlphabet.METASPACE : TokenAlphabet.PLAIN;
            return new Form(
                    HuggingFaceTextCodec.open(model.openTokenizer(), tokenizer, work, "The tokenizer"),
                    new TokenizerVocabulary(
                            data.tokens(), data.specialIds(), data.byteLevel() ? TokenAlphabet.BYTE_LEVEL : other));
        }

        int special() {
            return IntStream.range(0, vocabulary.size())
                    .filter(vocabulary::isSpecial)
                    .findFirst()
                    .orElseThrow();
        }

        /** Some know whole characters alone, and not all. */
        boolean writes(String text) {
            return text.codePoints().allMatch(point -> {
                String character = Character.toString(point);
                return has(character.getBytes(StandardCharsets.UTF_8))
                        || hasEach(character.getBytes(StandardCharsets.UTF_8));
            });
        }

        private boolean hasEach(byte[] bytes) {
            return IntStream.range(0, bytes.length).allMatch(i -> has(new byte[] {bytes[i]}));
        }

        private boolean has(byte[] bytes) {
            return IntStream.range(0, vocabulary.size()).anyMatch(id -> Arrays.equals(vocabulary.bytes(id), bytes));
        }

        @Override
        public void close() {
            codec.close();
        }
    }

    private static float[] noise(List<Integer> history, int size, long seed) {
        Random random = new Random((history.hashCode() + 31 * seed) * 0x9E3779B97F4A7C15L);
        float[] logits = new float[size];
        for (int id = 0; id < size; id++) {
            logits[id] = random.nextFloat();
        }
        return logits;
    }

    private static GenerationResult answer(Form form, int[] prompt, TextConstraint constraint, long seed) {
        int size = form.vocabulary.size();
        ScriptedModel model = new ScriptedModel(size, 400, history -> noise(history, size, seed));
        try (Scheduler scheduler =
                new Scheduler(model, form.codec, form.vocabulary, () -> 0, SchedulerOptions.defaults())) {
            return scheduler
                    .generate(
                            GenerationRequest.of(prompt)
                                    .chain(ProcessorChain.of(constraint))
                                    .endOfSequence(List.of(form.special()))
                                    .seed(seed)
                                    .maxTokens(64)
                                    .build(),
                            GenerationListener.NONE,
                            new Cancellation())
                    .await()
                    .completions()
                    .get(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "deepseek"
            })
    void theTextIsOneOfTheConstraints(String name) throws IOException {
        try (Form form = Form.open(name)) {
            int[] x = form.codec.encode("x");
            int[] thenSpecial = Arrays.copyOf(x, x.length + 1);
            thenSpecial[x.length] = form.special();
            List<int[]> prompts = List.of(x, form.codec.encode("x "), new int[] {form.special()}, thenSpecial);
            int answers = 0;
            for (Kind kind : KINDS) {
                for (int[] prompt : form.writes(kind.needed) ? prompts : List.<int[]>of()) {
                    for (long seed = 0; seed < 5; seed++) {
                        GenerationResult result = answer(form, prompt, kind.constraint, seed);
                        assertThat(result.text())
                                .as("behind %s", Arrays.toString(prompt))
                                .matches(kind.pattern);
                        answers++;
                    }
                }
            }
            System.out.printf("%s: %d answers%n", name, answers);
        }
    }
}
