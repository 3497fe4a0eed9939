package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.schema.SchemaGrammar.NotEnforced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What schemas mean: the values of which they hold, and those of which they do not. */
final class Meaning {
    private static final int DEEPEST = 400;

    private final Document document;
    private final SchemaOptions options;
    private final Expressions table;
    private final Node.Table nodes;
    private final Values values;
    private final Numbers numbers;
    private final Texts texts;
    private final Emptiness emptiness;
    private final Vocabulary vocabulary;
    private final Map<Node.Literal, Value> known = new HashMap<>();
    private final Set<Node.Literal> open = new HashSet<>();
    private final Set<NotEnforced> notEnforced = new LinkedHashSet<>();

    Meaning(Document document, SchemaOptions options, Expressions table, Spelling spelling) {
        this.document = document;
        this.options = options;
        this.table = table;
        nodes = new Node.Table(document);
        numbers = new Numbers(table, options.open());
        texts = new Texts(table, spelling);
        values = new Values(table, nodes, numbers.any(), texts.any(), Where.in(document.root()));
        emptiness = new Emptiness(this);
        vocabulary = new Vocabulary(this);
    }

    Document document() {
        return document;
    }

    SchemaOptions options() {
        return options;
    }

    Expressions table() {
        return table;
    }

    Node.Table nodes() {
        return nodes;
    }

    Values values() {
        return values;
    }

    Numbers numbers() {
        return numbers;
    }

    Texts texts() {
        return texts;
    }

    Emptiness emptiness() {
        return emptiness;
    }

    void notEnforced(String keyword, String what, Subschema at) {
        notEnforced.add(new NotEnforced(keyword, what, at.place));
    }

    List<NotEnforced> notEnforced() {
        return new ArrayList<>(notEnforced);
    }

    Value of(Node node) {
        if (node == nodes.none()) {
            return values.none();
        }
        Value all = values.any();
        for (Node.Literal literal : node.literals) {
            Where above = values.at(Where.in(literal.schema()));
            all = values.and(all, of(literal));
            values.at(above);
        }
        return all;
    }

    Value of(Subschema schema, boolean holds) {
        return schema.is(true) || schema.is(false)
                ? (schema.is(holds) ? values.any() : values.none())
                : of(new Node.Literal(schema, holds));
    }

    private Value of(Node.Literal literal) {
        Value there = known.get(literal);
        if (there == null) {
            if (open.size() > DEEPEST || !open.add(literal)) {
                throw literal.schema()
                        .refused("$ref", "leads back to itself with no member or item between; let it end somewhere");
            }
            there = literal.holds() ? holding(literal.schema()) : failing(literal.schema());
            open.remove(literal);
            known.put(literal, there);
        }
        return there;
    }

    private Value holding(Subschema schema) {
        Value all = values.any();
        for (String keyword : keywords(schema)) {
            all = values.and(all, meaning(schema, keyword, true));
        }
        return all;
    }

    private Value failing(Subschema schema) {
        Value all = values.none();
        for (String keyword : keywords(schema)) {
            all = values.or(all, meaning(schema, keyword, false));
        }
        return all;
    }

    private Value meaning(Subschema schema, String keyword, boolean holds) {
        Where above = values.at(new Where(schema, keyword));
        Value value = vocabulary.meaning(schema, keyword, holds);
        values.at(above);
        return value;
    }

    /** Up to draft-07 a reference's neighbours are not looked at. */
    private Set<String> keywords(Subschema schema) {
        return document.isLegacy() && schema.has("$ref") ? Set.of("$ref") : schema.keywords();
    }

    /** That a schema's opposite cannot be said. */
    static GrammarException noOpposite(Subschema schema, String keyword) {
        return schema.refused(
                keyword,
                "cannot be enforced under \"not\" or where alternatives must exclude each other; say what may be instead");
    }
}
