package io.github.isotherm.tokenizer;

import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.hub.VocabularyData;
import io.github.isotherm.sampling.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The small tokenizers of {@code text_after.py}, one of each form that models use. */
public final class FixtureTokenizer {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures/tokenizers");

    private FixtureTokenizer() {}

    /** Its file. */
    public static Path file(String name) {
        return FOLDER.resolve(name).resolve("tokenizer.json");
    }

    /** What the Python library says of it. */
    public static Path expected(String name) {
        return FOLDER.resolve(name).resolve("expected.json");
    }

    /** Its vocabulary, as a model's folder has it. */
    public static Vocabulary vocabulary(String name, Path scratch) throws IOException {
        Path model = Files.createDirectories(scratch.resolve(name));
        Files.writeString(model.resolve("model.onnx"), "");
        Files.copy(file(name), model.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
        VocabularyData data = ModelFolder.open(model).vocabulary().orElseThrow();
        return new TokenizerVocabulary(
                data.tokens(),
                data.specialIds(),
                data.byteLevel() ? TokenAlphabet.BYTE_LEVEL : TokenAlphabet.METASPACE);
    }
}
