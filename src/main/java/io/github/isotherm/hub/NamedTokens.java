package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The tokens that a tokenizer's configuration names without ids, as transformers 5.24 reads them.
 *
 * @param roles of {@code bos_token}, {@code eos_token}, …
 * @param others of further names that end in {@code _token}, such as {@code image_token}
 * @param extra of {@code extra_special_tokens}, else {@code additional_special_tokens}
 * @param late of {@code additional_special_tokens} in {@code special_tokens_map.json}
 */
record NamedTokens(List<AddedToken> roles, List<AddedToken> others, List<AddedToken> extra, List<AddedToken> late) {
    private static final String EXTRA = "extra_special_tokens";
    private static final String ADDITIONAL = "additional_special_tokens";

    /** What the map says of a role counts over the configuration; give an empty map where that is not to be read. */
    static NamedTokens of(JsonFile config, JsonFile map) {
        Map<String, AddedToken> roles = new LinkedHashMap<>();
        Map<String, AddedToken> others = new LinkedHashMap<>();
        addNamed(others, map, NamedTokens::special);
        addNamed(others, config, NamedTokens::asWritten);
        for (String role : SpecialTokens.ROLES) {
            boolean mapped = map.root().has(role);
            add(roles, role, (mapped ? map : config).at(role), mapped ? NamedTokens::special : NamedTokens::asWritten);
            others.remove(role);
        }
        List<AddedToken> extra = extra(config, map);
        boolean decided = config.at(EXTRA).isArray() || !extra.isEmpty();
        List<AddedToken> late = decided ? List.of() : list(map.at(ADDITIONAL), NamedTokens::special);
        return new NamedTokens(List.copyOf(roles.values()), List.copyOf(others.values()), extra, late);
    }

    private static List<AddedToken> extra(JsonFile config, JsonFile map) {
        List<AddedToken> extra = list(config.at(EXTRA), NamedTokens::asWritten);
        extra.addAll(extra.isEmpty() ? list(config.at(ADDITIONAL), NamedTokens::asWritten) : List.of());
        extra.addAll(list(map.at(EXTRA), NamedTokens::special));
        return extra;
    }

    /** Names that end in {@code _token}, and those of an object of extra ones. */
    private static void addNamed(
            Map<String, AddedToken> byName, JsonFile file, Function<JsonNode, AddedToken> reading) {
        file.root().properties().stream()
                .filter(one -> one.getKey().endsWith("_token"))
                .forEach(one -> add(byName, one.getKey(), one.getValue(), reading));
        file.at(EXTRA).properties().forEach(one -> add(byName, one.getKey(), one.getValue(), reading));
    }

    private static void add(
            Map<String, AddedToken> byName, String name, JsonNode value, Function<JsonNode, AddedToken> reading) {
        if (value.isTextual() || value.isObject()) {
            byName.put(name, reading.apply(value));
        }
    }

    private static List<AddedToken> list(JsonNode array, Function<JsonNode, AddedToken> reading) {
        List<AddedToken> tokens = new ArrayList<>();
        if (array.isArray()) {
            array.forEach(one -> tokens.add(reading.apply(one)));
        }
        return tokens;
    }

    private static AddedToken asWritten(JsonNode value) {
        return value.isObject() ? AddedToken.of(value) : AddedToken.of(value.asText(""), true);
    }

    private static AddedToken special(JsonNode value) {
        return value.isObject() ? AddedToken.of(value, true) : AddedToken.of(value.asText(""), true);
    }

    /** Whether a token of this text has a name. */
    boolean names(String content) {
        return has(roles, content) || has(others, content);
    }

    /** Whether a token of {@code added_tokens.json} with this text is a special one. */
    boolean marks(String content) {
        return has(roles, content) || has(extra, content);
    }

    private static boolean has(List<AddedToken> tokens, String content) {
        return tokens.stream().anyMatch(token -> token.content().equals(content));
    }

    Stream<AddedToken> all() {
        return Stream.of(roles, others, extra, late).flatMap(List::stream);
    }
}
