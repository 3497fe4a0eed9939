package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what is assigned to: names, tuples of them, attributes of namespaces, and the parameters of macros. */
final class TargetParser {
    private static final Set<String> CONSTANTS = Set.of("true", "false", "none", "True", "False", "None");

    private final TokenStream stream;
    private final ExpressionParser expressions;

    TargetParser(TokenStream stream, ExpressionParser expressions) {
        this.stream = stream;
        this.expressions = expressions;
    }

    /** A target that may be a tuple. */
    Node.Expression target(boolean withNamespace) {
        Node.Expression parsed = expressions.tuple(() -> expressions.primaries().primary(withNamespace), false);
        requireAssignable(parsed, parsed);
        return used(parsed, Node.Use.STORE);
    }

    private void requireAssignable(Node.Expression part, Node.Expression whole) {
        if (part instanceof Node.TupleNode tuple) {
            tuple.items().forEach(item -> requireAssignable(item, whole));
        } else if (!(part instanceof Node.Name) && !(part instanceof Node.NamespaceRef)) {
            String kind =
                    whole.getClass().getSimpleName().toLowerCase(Locale.ROOT).replace("node", "");
            throw stream.errorAt(whole.offset(), "can't assign to '%s'", kind);
        }
    }

    String name() {
        Token token = stream.expect(Token.Kind.NAME);
        if (CONSTANTS.contains(token.text())) {
            throw stream.errorAt(token.offset(), "can't assign to 'name' %s", token.text());
        }
        return token.text();
    }

    Node.Signature signature() {
        int offset = stream.expectOperator("(").offset();
        List<Node.Name> parameters = new ArrayList<>();
        List<Node.Expression> defaults = new ArrayList<>();
        while (!stream.isOperator(")")) {
            if (!parameters.isEmpty()) {
                stream.expectOperator(",");
            }
            parameter(parameters, defaults);
        }
        stream.expectOperator(")");
        return new Node.Signature(offset, parameters, defaults);
    }

    private void parameter(List<Node.Name> parameters, List<Node.Expression> defaults) {
        int offset = stream.offset();
        String name = name();
        if (parameters.stream().anyMatch(parameter -> parameter.name().equals(name))) {
            throw stream.errorAt(offset, "duplicate argument '%s' in macro definition", name);
        }
        if (stream.skipOperator("=")) {
            defaults.add(expressions.expression());
        } else if (!defaults.isEmpty()) {
            throw stream.error("non-default argument follows default argument");
        }
        parameters.add(new Node.Name(offset, name, Node.Use.PARAMETER));
    }

    /** The same target with its names used another way. */
    static Node.Expression used(Node.Expression target, Node.Use use) {
        if (target instanceof Node.Name name) {
            return new Node.Name(name.offset(), name.name(), use);
        }
        if (target instanceof Node.TupleNode tuple) {
            List<Node.Expression> items =
                    tuple.items().stream().map(item -> used(item, use)).toList();
            return new Node.TupleNode(tuple.offset(), items);
        }
        return target;
    }
}
