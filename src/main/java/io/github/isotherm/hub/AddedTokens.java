package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.isotherm.files.Contained;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tokens that the other files of a folder add to those of its {@code tokenizer.json}, as transformers 5.24 adds them:
 * from {@code tokenizer_config.json}'s {@code added_tokens_decoder}, else {@code added_tokens.json}, then those that have
 * a name. Their ids are not read but follow from their order, as there. Immutable; nothing is read before it is asked for.
 */
final class AddedTokens {
    private static final String NAME = "added_tokens.json";
    private static final String DECODER = "added_tokens_decoder";

    private final JsonFile config;
    private final JsonFile map;
    private final Contained folder;

    AddedTokens(Contained folder, JsonFile tokenizerConfig, JsonFile specialTokensMap) {
        config = tokenizerConfig;
        map = specialTokensMap;
        this.folder = folder;
        folder.inside(folder.folder().resolve(NAME));
    }

    /**
     * Those to be added, in order.
     *
     * @param own the tokenizer's own added tokens by id; one of the same text and other flags replaces it
     */
    List<AddedToken> beyond(Map<Integer, AddedToken> own) {
        boolean decoded = !config.at(DECODER).isMissingNode();
        NamedTokens named = NamedTokens.of(config, decoded ? new JsonFile(map.path(), MissingNode.getInstance()) : map);
        List<AddedToken> wanted = new ArrayList<>((decoded ? decoder(own) : legacy(named, own)).values());
        Set<String> listed = contents(own.values());
        listed.addAll(contents(wanted));
        for (AddedToken token : named.all()) {
            if (!listed.contains(token.content())) {
                wanted.add(token);
            }
        }
        return changes(own, wanted, named);
    }

    private static Set<String> contents(Collection<AddedToken> tokens) {
        Set<String> contents = new HashSet<>();
        for (AddedToken token : tokens) {
            contents.add(token.content());
        }
        return contents;
    }

    private static List<AddedToken> changes(Map<Integer, AddedToken> own, List<AddedToken> wanted, NamedTokens named) {
        Map<String, AddedToken> known = new HashMap<>();
        for (AddedToken token : own.values()) {
            known.put(token.content(), token);
        }
        List<AddedToken> changes = new ArrayList<>();
        for (AddedToken token : wanted) {
            AddedToken added = named.names(token.content()) ? token.asSpecial() : token;
            AddedToken before = known.put(added.content(), added);
            boolean same = before != null && added.isSameAs(before);
            if (!same && !added.content().isEmpty()) {
                changes.add(added);
            }
        }
        return changes;
    }

    private Map<Integer, AddedToken> decoder(Map<Integer, AddedToken> own) {
        JsonNode decoder = config.at(DECODER);
        if (!decoder.isObject()) {
            throw config.wrong(decoder, "an object of added tokens by id", DECODER);
        }
        Map<Integer, AddedToken> tokens = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : decoder.properties()) {
            OptionalInt id = id(one.getKey());
            boolean whole = id.isPresent() && one.getValue().path("content").isTextual();
            if (whole) {
                tokens.put(id.getAsInt(), AddedToken.of(one.getValue()));
            } else if (id.isEmpty() || !own.containsKey(id.getAsInt())) {
                throw config.wrong(
                        one.getValue(), "an added token with a content, under its id", DECODER, one.getKey());
            }
        }
        return tokens;
    }

    private static OptionalInt id(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Text to id; ids that the tokenizer itself gives an added token are that token's. */
    private Map<Integer, AddedToken> legacy(NamedTokens named, Map<Integer, AddedToken> own) {
        JsonFile file = JsonFile.read(folder, NAME);
        Map<Integer, AddedToken> tokens = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : file.root().properties()) {
            OptionalInt id = WholeNumber.asInt(one.getValue());
            if (id.isEmpty()) {
                throw file.wrong(one.getValue(), "a token id", one.getKey());
            }
            tokens.put(id.getAsInt(), AddedToken.of(one.getKey(), named.marks(one.getKey())));
        }
        tokens.putAll(own);
        return tokens;
    }
}
