package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        addNamed(others, map, true);
        addNamed(others, config, false);
        for (String role : SpecialTokens.ROLES) {
            boolean mapped = map.root().has(role);
            add(roles, role, (mapped ? map : config).at(role), mapped);
            others.remove(role);
        }
        List<AddedToken> extra = extra(config, map);
        boolean decided = config.at(EXTRA).isArray() || !extra.isEmpty();
        List<AddedToken> late = decided ? List.of() : list(map.at(ADDITIONAL), true);
        return new NamedTokens(List.copyOf(roles.values()), List.copyOf(others.values()), extra, late);
    }

    private static List<AddedToken> extra(JsonFile config, JsonFile map) {
        List<AddedToken> extra = list(config.at(EXTRA), false);
        extra.addAll(extra.isEmpty() ? list(config.at(ADDITIONAL), false) : List.of());
        extra.addAll(list(map.at(EXTRA), true));
        return extra;
    }

    /** Names that end in {@code _token}, and those of an object of extra ones. */
    private static void addNamed(Map<String, AddedToken> byName, JsonFile file, boolean special) {
        for (Map.Entry<String, JsonNode> one : file.root().properties()) {
            if (one.getKey().endsWith("_token")) {
                add(byName, one.getKey(), one.getValue(), special);
            }
        }
        for (Map.Entry<String, JsonNode> one : file.at(EXTRA).properties()) {
            add(byName, one.getKey(), one.getValue(), special);
        }
    }

    private static void add(Map<String, AddedToken> byName, String name, JsonNode value, boolean special) {
        if (value.isTextual() || value.isObject()) {
            byName.put(name, token(value, special));
        }
    }

    private static List<AddedToken> list(JsonNode array, boolean special) {
        List<AddedToken> tokens = new ArrayList<>();
        if (array.isArray()) {
            for (JsonNode one : array) {
                tokens.add(token(one, special));
            }
        }
        return tokens;
    }

    /** A text alone is special; an object where it says so, or where it stands. */
    private static AddedToken token(JsonNode value, boolean special) {
        if (!value.isObject()) {
            return AddedToken.of(value.asText(""), true);
        }
        return special ? AddedToken.of(value, true) : AddedToken.of(value);
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
        for (AddedToken token : tokens) {
            if (token.content().equals(content)) {
                return true;
            }
        }
        return false;
    }

    List<AddedToken> all() {
        List<AddedToken> all = new ArrayList<>(roles);
        all.addAll(others);
        all.addAll(extra);
        all.addAll(late);
        return all;
    }
}
