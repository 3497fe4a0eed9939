package io.github.isotherm.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.util.RawValue;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.grammar.schema.SchemaGrammar;
import io.github.isotherm.grammar.schema.SchemaGrammar.NotEnforced;
import io.github.isotherm.report.JsonLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JSON Lines of grammars and texts in, one answer a line out: {@code {"id","accepted","not_enforced"}}, or {@code
 * {"id","error","keyword","place"}} where a grammar is refused. Only what is no JSON ends it.
 */
public final class GrammarLines {
    private static final TokenTrie NO_TOKENS = TokenTrie.of(0, id -> new byte[0]);

    private GrammarLines() {}

    /**
     * Answers every line before it reads the next one; blank ones are passed over.
     *
     * @param in the lines
     * @param out receives each answer
     * @throws IOException when the input cannot be read
     * @throws InvalidValueException when a line is no JSON
     */
    public static void answer(BufferedReader in, Consumer<String> out) throws IOException {
        long number = 1;
        BoundedLines lines = new BoundedLines(in);
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (lines.isCut()) {
                throw lines.tooLong();
            }
            if (!line.isBlank()) {
                out.accept(encodable(JsonLine.of(answer(line, number))));
            }
            number++;
        }
    }

    private static Map<String, @Nullable Object> answer(String text, long number) throws IOException {
        GrammarLine line = new GrammarLine(text);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        try {
            line.read();
            SchemaGrammar compiled = line.stated().compile();
            Constraint constraint = Constraint.of(compiled.grammar(), NO_TOKENS);
            List<Boolean> accepted = line.texts().stream()
                    .map(candidate -> fits(constraint, candidate))
                    .toList();
            answer.put("id", new RawValue(line.id()));
            answer.put("accepted", accepted);
            answer.put(
                    "not_enforced",
                    compiled.notEnforced().stream().map(GrammarLines::fields).toList());
        } catch (JsonProcessingException e) {
            throw new InvalidValueException("Line " + number + " is malformed JSON: " + StrictJson.reason(e)
                    + "; write one JSON object a line.");
        } catch (InvalidValueException e) {
            answer.put("id", new RawValue(line.id()));
            answer.put("error", e.getMessage());
            answer.put("keyword", e instanceof GrammarException refused ? refused.keyword() : "");
            answer.put("place", e instanceof GrammarException refused ? refused.place() : "");
        }
        return answer;
    }

    /** The whole text fits and may end there; half of a pair of surrogates is no text, which fits nothing. */
    private static boolean fits(Constraint constraint, String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return constraint.fitting(bytes) > bytes.length;
        } catch (CharacterCodingException half) {
            return false;
        }
    }

    private static Map<String, Object> fields(NotEnforced left) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("keyword", left.keyword());
        fields.put("what", left.what());
        fields.put("place", left.place());
        return fields;
    }

    /** Half of a pair of surrogates, which JSON can hold in a text and UTF-8 cannot, as its escape. */
    private static String encodable(String json) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            return json;
        }
        StringBuilder all = new StringBuilder();
        json.codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                all.append("\\u").append(Integer.toHexString(c));
            } else {
                all.appendCodePoint(c);
            }
        });
        return all.toString();
    }
}
