package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.schema.Subschema.Resource;
import java.net.URI;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A schema's text as values: its parts, and what references in it lead to. */
final class Document {
    /** Places are JSON pointers in a fragment, as references are. */
    static final String ROOT = "#";

    private static final int DEEPEST = 256;
    private static final int MOST_PARTS = 400_000;

    /** Their values are instances, no schemas. */
    private static final Set<String> DATA = Set.of("enum", "const", "default", "examples", "example");

    /** Their values are objects of schemas by names. */
    private static final Set<String> NAMED =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies");

    private final IdentityHashMap<Object, Subschema> known = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Resource> resources = new IdentityHashMap<>();
    private final Map<String, Resource> byUri = new HashMap<>();
    private final Map<String, Subschema> anchors = new HashMap<>();
    private final Subschema root;

    /** Up to draft-04 it is {@code id} that names a schema. */
    private final boolean isOldest;

    private int count;
    private int parts;

    Document(Object schema) {
        isOldest = schema instanceof Map<?, ?> map
                && map.get("$schema") instanceof String version
                && version.matches(".*draft-0[1-4].*");
        Resource whole = new Resource("", schema, ROOT, false);
        byUri.put("", whole);
        index(schema, ROOT, whole, 0);
        root = at(schema, ROOT, whole);
    }

    Subschema root() {
        return root;
    }

    /** Up to draft-07 a reference replaces its schema. */
    boolean isLegacy() {
        return root.get("$schema") instanceof String version && version.matches(".*draft-0[1-7].*");
    }

    /** The schema that a value at a place is. */
    Subschema at(@Nullable Object raw, String place, Resource resource) {
        if (!(raw instanceof Map<?, ?>) && !(raw instanceof Boolean)) {
            throw new GrammarException(
                    "What stands at " + (place.equals(ROOT) ? "the schema's root" : place)
                            + " is no schema; write an object, true or false.",
                    Pointer.keyword(place, NAMED),
                    place);
        }
        if (raw instanceof Boolean) {
            return new Subschema(count++, raw, place, resource);
        }
        return known.computeIfAbsent(
                raw, added -> new Subschema(count++, raw, place, resources.getOrDefault(raw, resource)));
    }

    private void index(@Nullable Object raw, String place, Resource in, int depth) {
        countPart(depth, place);
        if (raw instanceof Map<?, ?> map) {
            Resource resource = resource(map, place, in);
            resources.put(map, resource);
            anchor(map, place, resource);
            map.forEach((key, value) -> indexKeyword(key(key, place), value, place, resource, depth + 1));
        } else if (raw instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                index(list.get(i), place + "/" + i, in, depth + 1);
            }
        }
    }

    private void indexKeyword(String keyword, @Nullable Object value, String above, Resource in, int depth) {
        String place = above + "/" + Pointer.escaped(keyword);
        if (DATA.contains(keyword)) {
            checkData(value, above, depth);
        } else if (NAMED.contains(keyword) && value instanceof Map<?, ?> schemas) {
            countPart(depth, above);
            schemas.forEach((name, schema) -> {
                String key = key(name, place);
                index(schema, place + "/" + Pointer.escaped(key), in, depth + 1);
            });
        } else {
            index(value, place, in, depth);
        }
    }

    /** Instances are no schemas, but are written as some. */
    private void checkData(@Nullable Object value, String place, int depth) {
        countPart(depth, place);
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> {
                key(key, place);
                checkData(member, place, depth + 1);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(item -> checkData(item, place, depth + 1));
        }
    }

    private void countPart(int depth, String place) {
        if (depth > DEEPEST) {
            throw new GrammarException(
                    "The schema is nested deeper than " + DEEPEST + " levels; move parts of it to $defs.",
                    Pointer.keyword(place, NAMED),
                    place);
        }
        if (++parts > MOST_PARTS) {
            throw new GrammarException(
                    "The schema has more than " + MOST_PARTS + " parts; move what is written twice to $defs.",
                    Pointer.keyword(place, NAMED),
                    place);
        }
    }

    private static String key(@Nullable Object key, String place) {
        if (key instanceof String text) {
            return text;
        }
        throw new GrammarException(
                "An object at " + place + " has a key that is no string.", Pointer.keyword(place, NAMED), place);
    }

    private Resource resource(Map<?, ?> map, String place, Resource in) {
        Object id = map.get("$id");
        if (id == null && (place.equals(ROOT) || isOldest)) {
            id = map.get("id");
        }
        if (!(id instanceof String text) || text.startsWith("#")) {
            return in;
        }
        String uri = resolved(in.uri(), withoutFragment(text));
        Resource own = new Resource(uri, map, place, false);
        byUri.putIfAbsent(uri, own);
        return own;
    }

    private void anchor(Map<?, ?> map, String place, Resource resource) {
        for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
            if (map.get(keyword) instanceof String name) {
                anchors.putIfAbsent(resource.uri() + "#" + name, at(map, place, resource));
            }
        }
        for (String keyword : List.of("$id", "id")) {
            if (map.get(keyword) instanceof String name && name.startsWith("#")) {
                anchors.putIfAbsent(resource.uri() + name, at(map, place, resource));
            }
        }
    }

    private static String withoutFragment(String uri) {
        int hash = uri.indexOf('#');
        return hash < 0 ? uri : uri.substring(0, hash);
    }

    private static String resolved(String base, String uri) {
        try {
            return base.isEmpty() ? uri : URI.create(base).resolve(uri).toString();
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    /** What a reference leads to. */
    Subschema referred(Subschema from, String reference) {
        int hash = reference.indexOf('#');
        String uri = withoutFragment(reference);
        String fragment = hash < 0 ? "" : reference.substring(hash + 1);
        Resource in = uri.isEmpty() ? from.resource : byUri.get(resolved(from.resource.uri(), uri));
        if (in == null) {
            throw from.refused(
                    "$ref",
                    "leads to another document, " + Given.shown(reference) + ", which is not read; put it in $defs");
        }
        if (fragment.isEmpty()) {
            return at(in.root(), in.place(), in);
        }
        Subschema anchored = anchors.get(in.uri() + "#" + fragment);
        if (anchored != null) {
            return anchored;
        }
        if (!fragment.startsWith("/")) {
            throw nowhere(from, reference);
        }
        return pointed(from, reference, in, fragment);
    }

    private static GrammarException nowhere(Subschema from, String reference) {
        return from.refused("$ref", "leads nowhere: there is no " + Given.shown(reference) + "; correct it");
    }

    private Subschema pointed(Subschema from, String reference, Resource in, String fragment) {
        Object at = in.root();
        Resource resource = in;
        for (String key : Pointer.steps(fragment)) {
            if (at instanceof Map<?, ?> map && map.get(key) != null) {
                at = map.get(key);
            } else if (at instanceof List<?> list
                    && key.matches("0|[1-9]\\d{0,5}")
                    && Integer.parseInt(key) < list.size()) {
                at = list.get(Integer.parseInt(key));
            } else {
                throw nowhere(from, reference);
            }
            resource = resources.getOrDefault(at, resource);
        }
        return at(at, in.place() + Pointer.percentDecoded(fragment), resource);
    }

    /** The schema of one step below another. */
    Subschema below(Subschema above, String keyword) {
        return at(above.get(keyword), above.place + "/" + Pointer.escaped(keyword), above.resource);
    }

    /** The schemas in a keyword's list. */
    List<Subschema> list(Subschema above, String keyword) {
        if (!(above.get(keyword) instanceof List<?> list)) {
            throw above.refused(keyword, "is no list of schemas; write one");
        }
        java.util.List<Subschema> all = new java.util.ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            all.add(at(list.get(i), above.place + "/" + Pointer.escaped(keyword) + "/" + i, above.resource));
        }
        return all;
    }

    /** A keyword's object of anything. */
    Map<String, Object> map(Subschema above, String keyword) {
        if (!(above.get(keyword) instanceof Map<?, ?> map)) {
            throw above.refused(keyword, "is no object; write one");
        }
        Map<String, Object> all = new java.util.LinkedHashMap<>();
        map.forEach((key, value) -> all.put((String) key, value));
        return all;
    }

    /** One schema of a keyword's object. */
    Subschema in(Subschema above, String keyword, String key, @Nullable Object raw) {
        return at(raw, above.place + "/" + Pointer.escaped(keyword) + "/" + Pointer.escaped(key), above.resource);
    }
}
