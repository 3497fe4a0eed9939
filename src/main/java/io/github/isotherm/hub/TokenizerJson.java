package io.github.isotherm.hub;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tokenizer.json with the tokens that only other files of its folder add. All but its added tokens stays as it is. */
final class TokenizerJson {
    private static final String ADDED = "added_tokens";

    private final byte[] json;
    /** Of the file's own added tokens; "missing" where it has none. */
    private JsonNode own = MissingNode.getInstance();
    /** Behind the last of them, else behind the brace that the file begins with. */
    private int end;

    private TokenizerJson(byte[] json) {
        this.json = json;
    }

    static InputStream open(Path file, AddedTokens added) throws IOException {
        TokenizerJson tokenizer = new TokenizerJson(Files.readAllBytes(file));
        return tokenizer.findsAddedTokens()
                ? tokenizer.with(added.beyond(byId(tokenizer.own)))
                : new ByteArrayInputStream(tokenizer.json);
    }

    /** Reads no further than the added tokens, which are written first; false for what is no tokenizer. */
    private boolean findsAddedTokens() throws IOException {
        try (JsonParser parser = JsonTree.JSON.createParser(json)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            end = offset(parser);
            while (object && own.isMissingNode() && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(ADDED);
                parser.nextToken();
                own = found ? JsonTree.value(parser) : own;
                end = found ? offset(parser) - 1 : end;
                parser.skipChildren();
            }
            return object && end > 0 && (own.isMissingNode() || own.isArray());
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }

    /** The added tokens of a list. */
    static Map<Integer, AddedToken> byId(JsonNode list) {
        Map<Integer, AddedToken> tokens = new HashMap<>();
        for (JsonNode token : list) {
            tokens.put(token.path("id").asInt(-1), AddedToken.of(token));
        }
        return tokens;
    }

    private InputStream with(List<AddedToken> more) throws IOException {
        if (more.isEmpty()) {
            return new ByteArrayInputStream(json);
        }
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(json, 0, end),
                new ByteArrayInputStream(written(more)),
                new ByteArrayInputStream(json, end, json.length - end))));
    }

    private byte[] written(List<AddedToken> more) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator generator = JsonTree.JSON.createGenerator(text)) {
            generator.setRootValueSeparator(null);
            String before = own.isMissingNode() ? "\"" + ADDED + "\":[" : own.isEmpty() ? "" : ",";
            for (AddedToken token : more) {
                generator.writeRaw(before);
                // The library gives ids itself: the model's for a text that has one, else the next.
                token.write(generator, 0);
                before = ",";
            }
            generator.writeRaw(own.isMissingNode() ? "]," : "");
        }
        return text.toByteArray();
    }
}
