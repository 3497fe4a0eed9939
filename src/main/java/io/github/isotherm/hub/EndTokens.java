package io.github.isotherm.hub;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Finds the ids that end a completion: those of the model's configuration, the first file that names any, and the one that
 * the tokenizer's own files call {@code eos_token}, as vLLM does. Where neither is said, special tokens of the tokenizer by
 * the names that model families give them, as llama.cpp does.
 */
final class EndTokens {
    private static final List<String> USUAL_NAMES = List.of(
            "</s>",
            "<eos>",
            "<end>",
            "<|end|>",
            "<|endoftext|>",
            "<|end_of_text|>",
            "<|im_end|>",
            "<|eot_id|>",
            "<|eom_id|>",
            "<|return|>",
            "<|call|>",
            "<end_of_turn>",
            "<|end_of_turn|>",
            "<EOT>",
            "<｜end▁of▁sentence｜>");

    private final Map<Integer, List<Path>> files = new LinkedHashMap<>();
    private final List<DroppedEnds> dropped = new ArrayList<>();

    private EndTokens() {}

    static EndTokens of(
            JsonFile genai,
            JsonFile config,
            JsonFile generation,
            JsonFile tokenizerConfig,
            JsonFile specialTokensMap,
            TokenIds ids) {
        EndTokens ends = new EndTokens();
        boolean said = ends.add(generation, "eos_token_id")
                || ends.add(genai, "model", "eos_token_id")
                || ends.add(config, "eos_token_id")
                || ends.add(config, "text_config", "eos_token_id");
        Optional<Path> counting =
                ends.files.values().stream().map(named -> named.get(0)).findFirst();
        boolean named = ends.add(tokenizerConfig, ids) || ends.add(specialTokensMap, ids);
        if (!said && !named) {
            ends.addUsual(ids);
        }
        counting.ifPresent(file -> {
            ends.drop(file, genai.path(), genai.idsIfAny("model", "eos_token_id").stream());
            ends.drop(
                    file,
                    config.path(),
                    Stream.concat(
                            config.idsIfAny("eos_token_id").stream(),
                            config.idsIfAny("text_config", "eos_token_id").stream()));
        });
        return ends;
    }

    /** What ends a text. */
    List<EndToken> all() {
        List<EndToken> all = new ArrayList<>(files.size());
        for (Map.Entry<Integer, List<Path>> end : files.entrySet()) {
            all.add(new EndToken(end.getKey(), end.getValue()));
        }
        return List.copyOf(all);
    }

    /** What only files name that do not count. */
    List<DroppedEnds> dropped() {
        return List.copyOf(dropped);
    }

    private void drop(Path counting, Path file, Stream<Integer> ids) {
        List<Integer> more = ids.filter(id -> !files.containsKey(id)).distinct().toList();
        if (!more.isEmpty() && !file.equals(counting)) {
            dropped.add(new DroppedEnds(more, file, counting));
        }
    }

    private boolean add(JsonFile file, String... keys) {
        List<Integer> ids = file.ids(keys);
        for (Integer id : ids) {
            add(id, file.path());
        }
        return !ids.isEmpty();
    }

    private boolean add(JsonFile file, TokenIds ids) {
        String text = SpecialTokens.text(file.at("eos_token"));
        OptionalInt id = text.isEmpty() ? OptionalInt.empty() : ids.of(text, files.keySet());
        if (id.isPresent()) {
            add(id.getAsInt(), file.path());
        }
        return !text.isEmpty();
    }

    private void addUsual(TokenIds ids) {
        Map<String, Integer> special = ids.special();
        for (String name : USUAL_NAMES) {
            if (special.containsKey(name)) {
                add(special.get(name), ids.tokenizer());
            }
        }
    }

    private void add(int id, Path file) {
        List<Path> named = files.containsKey(id) ? files.get(id) : new ArrayList<>(2);
        files.put(id, named);
        if (!named.contains(file)) {
            named.add(file);
        }
    }
}
