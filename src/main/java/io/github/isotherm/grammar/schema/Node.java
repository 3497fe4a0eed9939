package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.GrammarException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a value must be, as schemas that hold and schemas that do not: one object for each such set. Immutable. */
final class Node {
    final int id;
    final List<Literal> literals;

    /** A schema that holds, or one that does not. */
    record Literal(Subschema schema, boolean holds) {}

    private Node(int id, List<Literal> literals) {
        this.id = id;
        this.literals = literals;
    }

    String place() {
        return literals.isEmpty() ? "any value" : literals.get(0).schema().place;
    }

    /** That a keyword cannot be enforced. */
    GrammarException refused(String keyword, String why) {
        return literals.isEmpty()
                ? new GrammarException("\"" + keyword + "\" " + why + ".", keyword, Document.ROOT)
                : literals.get(0).schema().refused(keyword, why);
    }

    /** Makes them. As there are finitely many sets of a document's schemas, references that come back end. */
    static final class Table {
        private final Document document;
        private final Map<List<Literal>, Node> known = new HashMap<>();
        private final Node any;
        private final Node none;

        Table(Document document) {
            this.document = document;
            any = made(List.of());
            none = new Node(-1, List.of());
        }

        /** Any value. */
        Node any() {
            return any;
        }

        /** No value. */
        Node none() {
            return none;
        }

        private Node made(List<Literal> literals) {
            return known.computeIfAbsent(literals, added -> new Node(known.size(), literals));
        }

        Node of(Subschema schema, boolean holds) {
            Subschema at = schema;
            for (int steps = 0; steps < 64 && isReferenceOnly(at); steps++) {
                at = document.referred(at, (String) Values.present(at.get("$ref")));
            }
            if (at.is(true) || at.is(false)) {
                return at.is(holds) ? any : none;
            }
            return made(List.of(new Literal(at, holds)));
        }

        /** One of another table of the same document. */
        Node same(Node other) {
            return other.id < 0 ? none : made(other.literals);
        }

        private boolean isReferenceOnly(Subschema schema) {
            return schema.get("$ref") instanceof String
                    && (document.isLegacy() || schema.keywords().size() == 1);
        }

        Node and(Node one, Node other) {
            if (one == other || other == any) {
                return one;
            }
            if (one == any) {
                return other;
            }
            if (one == none || other == none) {
                return none;
            }
            TreeMap<Integer, Literal> joint = new TreeMap<>();
            for (Node node : List.of(one, other)) {
                for (Literal literal : node.literals) {
                    Literal before = joint.put(literal.schema().id, literal);
                    if (before != null && before.holds() != literal.holds()) {
                        return none;
                    }
                }
            }
            return made(new ArrayList<>(joint.values()));
        }
    }
}
