package io.github.isotherm.grammar.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether no value is in a set, where that can be told: what it calls empty is. */
final class Emptiness {
    private static final int DEEPEST = 12;

    private final Meaning meaning;
    private final Map<Node, Boolean> known = new HashMap<>();
    private final Set<Node> open = new HashSet<>();

    private final IdentityHashMap<List<ObjectShape.Rule>, Index> indices = new IdentityHashMap<>();

    /** Rules by the name that they are about, and those that are about no single one. */
    private record Index(Map<String, List<ObjectShape.Rule>> named, List<ObjectShape.Rule> unnamed) {
        static Index of(List<ObjectShape.Rule> rules) {
            Index index = new Index(new HashMap<>(), new ArrayList<>());
            for (ObjectShape.Rule rule : rules) {
                String only = rule.keys().name();
                if (only == null) {
                    index.unnamed.add(rule);
                } else {
                    index.named
                            .computeIfAbsent(only, first -> new ArrayList<>())
                            .add(rule);
                }
            }
            return index;
        }
    }

    Emptiness(Meaning meaning) {
        this.meaning = meaning;
    }

    boolean isEmpty(Value value) {
        return !value.mayBeNull()
                && !value.mayBeTrue()
                && !value.mayBeFalse()
                && meaning.table().isEmpty(value.number())
                && meaning.table().isEmpty(value.string())
                && value.arrays().stream().allMatch(this::isEmpty)
                && value.objects().stream().allMatch(this::isEmpty);
    }

    boolean isEmpty(Node node) {
        if (node == meaning.nodes().none() || node == meaning.nodes().any()) {
            return node == meaning.nodes().none();
        }
        Boolean there = known.get(node);
        if (there != null) {
            return there;
        }
        if (open.size() >= DEEPEST || !open.add(node)) {
            return false;
        }
        boolean empty = isEmpty(meaning.of(node));
        open.remove(node);
        if (empty || open.isEmpty()) {
            known.put(node, empty);
        }
        return empty;
    }

    boolean isEmpty(ArrayShape shape) {
        meaning.values().step();
        if (shape.min() > shape.max()) {
            return true;
        }
        for (int i = 0; i < Math.min(shape.min(), shape.prefix().size() + 1); i++) {
            if (isEmpty(shape.at(i))) {
                return true;
            }
        }
        return shape.witnesses().stream().anyMatch(one -> isEmpty(one.value()));
    }

    boolean isEmpty(ObjectShape shape) {
        meaning.values().step();
        if (shape.min() > shape.max() || shape.required().size() > shape.max()) {
            return true;
        }
        for (String name : shape.required()) {
            if (isEmpty(member(shape, name))) {
                return true;
            }
        }
        return shape.witnesses().stream().anyMatch(one -> isEmpty(one.value()));
    }

    /** What a member of a name must be. */
    Node member(ObjectShape shape, String name) {
        Index index = indices.computeIfAbsent(shape.rules(), Index::of);
        Node all = meaning.nodes().any();
        for (ObjectShape.Rule rule : index.unnamed) {
            if (meaning.table()
                    .matches(rule.keys().expression(), meaning.texts().usual(name))) {
                all = meaning.nodes().and(all, rule.value());
            }
        }
        for (ObjectShape.Rule rule : index.named.getOrDefault(name, List.of())) {
            all = meaning.nodes().and(all, rule.value());
        }
        return all;
    }
}
