package io.github.isotherm.hub;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * A token that is found in a text before the tokenizer's model sees it.
 *
 * @param content its text
 * @param special whether decoding for people leaves it out
 * @param normalized whether it is looked for in the normalised text
 * @param lstrip whether it takes the white space before it
 * @param rstrip whether it takes the white space after it
 * @param singleWord whether it must stand alone
 */
record AddedToken(
        String content, boolean special, boolean normalized, boolean lstrip, boolean rstrip, boolean singleWord) {

    /** With the tokenizers library's defaults for flags. */
    static AddedToken of(String content, boolean special) {
        return new AddedToken(content, special, !special, false, false, false);
    }

    /** An object as Python's {@code AddedToken} takes it; one without a content has an empty one. */
    static AddedToken of(JsonNode object, boolean special) {
        return new AddedToken(
                object.path("content").asText(""),
                special,
                object.path("normalized").asBoolean(!special),
                object.path("lstrip").asBoolean(false),
                object.path("rstrip").asBoolean(false),
                object.path("single_word").asBoolean(false));
    }

    static AddedToken of(JsonNode object) {
        return of(object, object.path("special").asBoolean(false));
    }

    AddedToken asSpecial() {
        return new AddedToken(content, true, normalized, lstrip, rstrip, singleWord);
    }

    /** Compared here: the equality that records bring takes long to prepare, and this is asked at every start. */
    boolean isSameAs(AddedToken other) {
        return content.equals(other.content)
                && special == other.special
                && normalized == other.normalized
                && lstrip == other.lstrip
                && rstrip == other.rstrip
                && singleWord == other.singleWord;
    }

    /** As it stands in a tokenizer.json. */
    void write(JsonGenerator json, int id) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeStringField("content", content);
        json.writeBooleanField("single_word", singleWord);
        json.writeBooleanField("lstrip", lstrip);
        json.writeBooleanField("rstrip", rstrip);
        json.writeBooleanField("normalized", normalized);
        json.writeBooleanField("special", special);
        json.writeEndObject();
    }
}
