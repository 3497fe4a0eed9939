package io.github.isotherm.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelInspection;
import io.github.isotherm.error.Fault;
import io.github.isotherm.error.IsothermException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Opens a small model's folder of which one file was changed, completes, formats and inspects with it, and says of each what
 * came of it. With {@code graph} behind the numbers the graph is changed, else a configuration or the template.
 */
final class FolderFuzzChild {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TINY = Path.of("src/test/resources/fixtures/tiny-gqa");
    private static final int WORDS = 64;
    /** Of Java; ONNX Runtime says "Exception" too, with a space before it, and "ShapeInferenceError". */
    private static final Pattern CLASS = Pattern.compile("\\w(?:Exception|(?<!Inference)Error)\\b|io\\.github|java\\.");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "0.5",
            "1e30",
            "2147483648",
            "99999999999999999999",
            "\"\"",
            "\"w1\"",
            "\"../x\"",
            "\"a\\u0000b\\u001b[31m\"",
            "[]",
            "[[[1]]]",
            "[1,\"a\",null]",
            "{}",
            "{\"a\":{\"b\":[]}}",
            "\"{{ x\"");

    private static final Map<String, String> SOUND = Map.of(
            "config.json",
            "{\"model_type\":\"llama\",\"hidden_size\":64,\"num_hidden_layers\":2,\"num_attention_heads\":4,"
                    + "\"num_key_value_heads\":2,\"head_dim\":16,\"max_position_embeddings\":640,\"vocab_size\":64,"
                    + "\"sliding_window\":null,\"bos_token_id\":1,\"eos_token_id\":[2,3]}",
            "generation_config.json",
            "{\"do_sample\":true,\"temperature\":0.6,\"top_k\":20,\"top_p\":0.9,\"min_p\":0.01,\"repetition_penalty\":1.1,"
                    + "\"eos_token_id\":[2],\"bos_token_id\":1,\"max_new_tokens\":5,\"stop_strings\":[\"w9\"],"
                    + "\"suppress_tokens\":[4],\"bad_words_ids\":[[5,6]],\"no_repeat_ngram_size\":3}",
            "tokenizer_config.json",
            "{\"bos_token\":\"w1\",\"eos_token\":{\"content\":\"w2\",\"lstrip\":false},\"chat_template\":"
                    + "\"{% for m in messages %}{{ m.role }} {{ m.content }} {% endfor %}\",\"model_max_length\":1e30,"
                    + "\"added_tokens_decoder\":{\"2\":{\"content\":\"w2\",\"special\":true}}}",
            "special_tokens_map.json",
            "{\"bos_token\":\"w1\",\"eos_token\":\"w2\",\"additional_special_tokens\":[\"w3\"]}",
            "chat_template.jinja",
            "{% for m in messages %}{{ m['role'] | upper }} {{ m.content[::-1] ~ 'w4' }}{% endfor %}");

    private final Path folder;
    private final byte[] graph;
    private final String genai;

    private FolderFuzzChild(Path folder) throws IOException {
        this.folder = folder;
        graph = Files.readAllBytes(TINY.resolve("model.onnx"));
        genai = Files.readString(TINY.resolve("genai_config.json"));
        Files.copy(TINY.resolve("model.onnx.data"), folder.resolve("model.onnx.data"));
        String words = IntStream.range(0, WORDS)
                .mapToObj(id -> "\"w" + id + "\":" + id)
                .collect(Collectors.joining(","));
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{\"version\":\"1.0\",\"added_tokens\":[],\"pre_tokenizer\":{\"type\":\"Whitespace\"},\"model\":"
                        + "{\"type\":\"WordLevel\",\"vocab\":{" + words + "},\"unk_token\":\"w0\"}}");
    }

    /** Seed, first mutant, the one behind the last, and "graph" or nothing. */
    public static void main(String[] arguments) throws IOException {
        FolderFuzzChild child = new FolderFuzzChild(Files.createTempDirectory("folder-fuzz"));
        boolean ofGraph = arguments.length > 3 && arguments[3].equals("graph");
        long seed = Long.parseLong(arguments[0]);
        for (int number = Integer.parseInt(arguments[1]); number < Integer.parseInt(arguments[2]); number++) {
            child.write(new Random(1_000_003 * seed + number), ofGraph);
            say(number, "begins", "");
            child.tried(number);
        }
    }

    private static void say(int number, String outcome, String sentence) {
        System.out.println(number + "\t" + outcome + "\t" + sentence.replace("\n", "\\n"));
        System.out.flush();
    }

    private void write(Random random, boolean ofGraph) throws IOException {
        Files.write(folder.resolve("model.onnx"), ofGraph ? changed(graph, random) : graph);
        Files.writeString(folder.resolve("genai_config.json"), genai);
        for (Map.Entry<String, String> file : SOUND.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        if (!ofGraph) {
            List<String> names =
                    new ArrayList<>(SOUND.keySet().stream().sorted().toList());
            names.add("genai_config.json");
            Path file = folder.resolve(names.get(random.nextInt(names.size())));
            Files.write(file, changed(Files.readString(file), random).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A few bytes are others, gone, or there twice. */
    private static byte[] changed(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
            }
        }
        return bytes;
    }

    /** By its structure where it has one, by its text now and then. */
    private static String changed(String sound, Random random) throws IOException {
        if (!sound.startsWith("{\"") && !sound.startsWith("{\n") || random.nextInt(5) == 0) {
            return new TextMutants(random).of(sound);
        }
        JsonNode root = JSON.readTree(sound);
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            change(root, random);
        }
        return root.toString();
    }

    private static void change(JsonNode root, Random random) throws IOException {
        List<JsonNode> holders = new ArrayList<>();
        collect(root, holders);
        JsonNode holder = holders.get(random.nextInt(holders.size()));
        JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        if (holder instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(6) == 0) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else if (holder instanceof ArrayNode array) {
            array.insert(random.nextInt(array.size() + 1), value);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }

    private void tried(int number) {
        String outcome = "ok";
        String sentence = "";
        try {
            ModelInspection inspection = ModelInspection.of(folder);
            inspection.warnings();
            try (LocalModel model = LocalModel.open(folder)) {
                model.complete("w3 w4", CompletionOptions.defaults().maxTokens(2));
                model.chatFormat()
                        .prompt(List.of(Map.of("role", "user", "content", "w5")), List.of(), Map.of(), () -> {});
            }
        } catch (IsothermException e) {
            outcome = "refused";
            sentence = Fault.of(e, "").sentence().text();
        } catch (RuntimeException | Error e) {
            outcome = "unclear";
            sentence = e + " at " + List.of(e.getStackTrace()).stream().limit(4).toList();
        }
        boolean clear = !CLASS.matcher(sentence).find() && !sentence.contains("\n");
        say(number, clear ? outcome : "unclear", sentence);
    }
}
