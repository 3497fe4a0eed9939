package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.GrammarException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as text, such as a schema that is a parameter.
 *
 * @param json the text
 */
public record JsonText(String json) {
    /**
     * Checks that it is JSON.
     *
     * @throws GrammarException when it is not, or nests too deeply
     */
    public JsonText {
        JsonReader.read(json);
    }

    /**
     * The text of a value.
     *
     * @param plain a map with strings as keys, a list, string, number, boolean or null
     * @return its text, without white space
     */
    public static JsonText of(@Nullable Object plain) {
        return new JsonText(JsonWriter.text(plain));
    }

    /**
     * Its value.
     *
     * @return maps in their order, lists, strings, {@link java.math.BigDecimal}s, booleans; {@link Map} values and list
     *     entries may be null
     */
    public @Nullable Object value() {
        return JsonReader.read(json);
    }

    @Override
    public String toString() {
        return json;
    }
}
