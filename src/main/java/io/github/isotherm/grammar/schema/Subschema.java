package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.GrammarException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A schema somewhere in a document: an object, or a boolean. One object for each place. */
final class Subschema {
    final int id;
    final String place;
    final Resource resource;
    private final Object raw;

    /** The part of a document that has a URI of its own, and within which pointers are resolved. */
    record Resource(String uri, Object root, String place, boolean isOfInstances) {
        /** Of schemas for instances that stand in a schema: all have its place. */
        static Resource ofInstances(Subschema in) {
            return new Resource(in.resource.uri, in.resource.root, in.place, true);
        }
    }

    Subschema(int id, Object raw, String place, Resource resource) {
        this.id = id;
        this.raw = raw;
        this.place = resource.isOfInstances ? resource.place : place;
        this.resource = resource;
    }

    boolean is(boolean value) {
        return raw.equals(value);
    }

    Set<String> keywords() {
        return map().keySet();
    }

    boolean has(String keyword) {
        return map().containsKey(keyword);
    }

    @Nullable
    Object get(String keyword) {
        return map().get(keyword);
    }

    @SuppressWarnings("unchecked") // an object's keys are strings: Document saw to it
    private Map<String, ?> map() {
        return raw instanceof Map<?, ?> ? (Map<String, ?>) raw : Map.of();
    }

    /** That a keyword cannot be enforced, or is malformed. */
    GrammarException refused(String keyword, String why) {
        return new GrammarException(
                "\"" + keyword + "\" at " + (place.equals(Document.ROOT) ? "the schema's root" : place) + " " + why
                        + ".",
                keyword,
                place);
    }
}
