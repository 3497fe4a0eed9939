package io.github.isotherm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A model of two layers that knows forty characters: the whole engine, and thousands of rows in seconds. */
public final class SmallModel {
    private static final Path GRAPH = Path.of("src", "test", "resources", "fixtures", "layouts", "grouped");
    private static final String CHARACTERS = " abcdefghijklmnopqrstuvwxyz0123456789.,-";
    private static final String TOKENIZER =
            "{\"version\": \"1.0\", \"truncation\": null, \"padding\": null, \"added_tokens\": [], \"normalizer\": null,"
                    + " \"pre_tokenizer\": null, \"post_processor\": null, \"decoder\": {\"type\": \"Fuse\"},"
                    + " \"model\": {\"type\": \"BPE\", \"dropout\": null, \"unk_token\": null,"
                    + " \"continuing_subword_prefix\": null, \"end_of_word_suffix\": null, \"fuse_unk\": false,"
                    + " \"byte_fallback\": false, \"vocab\": {%s}, \"merges\": []}}";

    private SmallModel() {}

    /** Writes it. */
    public static Path in(Path folder) throws IOException {
        Path model = Files.createDirectory(folder.resolve("small"));
        for (String file : new String[] {"model.onnx", "genai_config.json"}) {
            Files.copy(GRAPH.resolve(file), model.resolve(file));
        }
        String vocabulary = IntStream.range(0, CHARACTERS.length())
                .mapToObj(id -> "\"" + CHARACTERS.charAt(id) + "\": " + id)
                .collect(Collectors.joining(", "));
        Files.writeString(model.resolve("tokenizer.json"), String.format(Locale.ROOT, TOKENIZER, vocabulary));
        return model;
    }
}
