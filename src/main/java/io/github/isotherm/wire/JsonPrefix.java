package io.github.isotherm.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/** A JSON object or array inside a text of another kind, such as the call of a tool between a model's sentences. */
public final class JsonPrefix {
    private JsonPrefix() {}

    /**
     * Where the object or array that begins at a place ends.
     *
     * @param text the text
     * @param from where its bracket is
     * @return behind its closing bracket, or -1 where there is no whole one
     */
    public static int end(String text, int from) {
        if (from >= text.length() || "{[".indexOf(text.charAt(from)) < 0) {
            return -1;
        }
        try (JsonParser json = StrictJson.READER.createParser(new StringReader(text.substring(from)))) {
            json.nextToken();
            json.skipChildren();
            JsonToken last = json.currentToken();
            return last != null && last.isStructEnd()
                    ? from + (int) json.currentLocation().getCharOffset()
                    : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
