package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads names, literals and what may follow them: subscripts, calls, filters and tests. */
final class PrimaryParser {
    private final TokenStream stream;
    private final ExpressionParser expressions;
    /** Equal literals are one object, as in compiled Python. */
    private final Map<Object, Object> literals = new HashMap<>();

    PrimaryParser(TokenStream stream, ExpressionParser expressions) {
        this.stream = stream;
        this.expressions = expressions;
    }

    /** A name or literal; with namespaces, {@code a.b} as the target of an assignment. */
    Node.Expression primary(boolean withNamespace) {
        Token token = stream.current();
        return switch (token.kind()) {
            case NAME -> name(withNamespace);
            case STRING -> string();
            case INTEGER, FLOAT -> new Node.Const(stream.next().offset(), literal(token.value()));
            case OPERATOR -> bracketed(token);
            default -> throw stream.error("unexpected '%s'", token.described());
        };
    }

    private Node.Expression name(boolean withNamespace) {
        Token token = stream.next();
        switch (token.text()) {
            case "true", "True" -> {
                return new Node.Const(token.offset(), true);
            }
            case "false", "False" -> {
                return new Node.Const(token.offset(), false);
            }
            case "none", "None" -> {
                return new Node.Const(token.offset(), None.NONE);
            }
            default -> {
                if (withNamespace && stream.skipOperator(".")) {
                    String attribute = stream.expect(Token.Kind.NAME).text();
                    return new Node.NamespaceRef(token.offset(), token.text(), attribute);
                }
                return new Node.Name(token.offset(), token.text(), Node.Use.LOAD);
            }
        }
    }

    private Node.Expression string() {
        Token first = stream.next();
        StringBuilder text = new StringBuilder(first.toString());
        while (stream.isKind(Token.Kind.STRING)) {
            text.append(stream.next());
        }
        return new Node.Const(first.offset(), literal(text.toString()));
    }

    private Object literal(Object value) {
        return literals.computeIfAbsent(value, first -> first);
    }

    private Node.Expression bracketed(Token token) {
        return switch (token.text()) {
            case "(" -> parenthesised();
            case "[" -> list();
            case "{" -> dict();
            default -> throw stream.error("unexpected '%s'", token.described());
        };
    }

    private Node.Expression parenthesised() {
        stream.next();
        Node.Expression inner = expressions.parenthesised();
        stream.expectOperator(")");
        return inner;
    }

    private Node.Expression list() {
        int offset = stream.next().offset();
        List<Node.Expression> items = new ArrayList<>();
        while (!stream.isOperator("]")) {
            if (!items.isEmpty()) {
                stream.expectOperator(",");
            }
            if (stream.isOperator("]")) {
                break;
            }
            items.add(expressions.expression());
        }
        stream.expectOperator("]");
        return new Node.ListNode(offset, items);
    }

    private Node.Expression dict() {
        int offset = stream.next().offset();
        List<Node.Pair> items = new ArrayList<>();
        while (!stream.isOperator("}")) {
            if (!items.isEmpty()) {
                stream.expectOperator(",");
            }
            if (stream.isOperator("}")) {
                break;
            }
            Node.Expression key = expressions.expression();
            stream.expectOperator(":");
            items.add(new Node.Pair(key.offset(), key, expressions.expression()));
        }
        stream.expectOperator("}");
        return new Node.DictNode(offset, items);
    }

    Node.Expression postfix(Node.Expression node) {
        Node.Expression result = node;
        while (true) {
            if (stream.isOperator(".") || stream.isOperator("[")) {
                result = subscript(result);
            } else if (stream.isOperator("(")) {
                result = call(result);
            } else {
                return result;
            }
        }
    }

    Node.Expression filtersAndTests(Node.Expression node) {
        Node.Expression result = node;
        while (true) {
            if (stream.isOperator("|")) {
                stream.next();
                result = filter(result);
            } else if (stream.isName("is")) {
                result = test(result);
            } else if (stream.isOperator("(")) {
                result = call(result);
            } else {
                return result;
            }
        }
    }

    private Node.Expression subscript(Node.Expression owner) {
        Token opening = stream.next();
        if (opening.isOperator(".")) {
            Token key = stream.next();
            if (key.kind() == Token.Kind.NAME) {
                return new Node.GetAttribute(opening.offset(), owner, key.text());
            }
            if (key.kind() != Token.Kind.INTEGER) {
                throw stream.errorAt(key.offset(), "expected name or number");
            }
            return new Node.GetItem(opening.offset(), owner, new Node.Const(key.offset(), key.value()));
        }
        List<Node.Expression> keys = new ArrayList<>();
        while (!stream.isOperator("]")) {
            if (!keys.isEmpty()) {
                stream.expectOperator(",");
            }
            keys.add(key());
        }
        stream.expectOperator("]");
        boolean single = keys.size() == 1;
        if (!single && keys.stream().anyMatch(Node.Slice.class::isInstance)) {
            throw stream.errorAt(opening.offset(), "a slice cannot be part of a tuple");
        }
        Node.Expression key = single ? keys.get(0) : new Node.TupleNode(opening.offset(), keys);
        return new Node.GetItem(opening.offset(), owner, key);
    }

    private Node.Expression key() {
        int offset = stream.offset();
        Node.Expression start = null;
        if (!stream.isOperator(":")) {
            start = expressions.expression();
            if (!stream.isOperator(":")) {
                return start;
            }
        }
        stream.next();
        Node.Expression stop = isBoundEnd() ? null : expressions.expression();
        Node.Expression step = null;
        if (stream.skipOperator(":")) {
            step = stream.isOperator("]") || stream.isOperator(",") ? null : expressions.expression();
        }
        return new Node.Slice(offset, start, stop, step);
    }

    private boolean isBoundEnd() {
        return stream.isOperator(":") || stream.isOperator("]") || stream.isOperator(",");
    }

    private Node.Call call(Node.Expression callee) {
        int offset = stream.offset();
        return new Node.Call(offset, callee, arguments());
    }

    private Node.CallArguments arguments() {
        return new ArgumentParser(stream, expressions).read();
    }

    /** A filter, the bar before it already read; several more may follow. */
    Node.Filter filter(Node.@Nullable Expression target) {
        Token token = stream.expect(Token.Kind.NAME);
        String name = dotted(token.text());
        Node.CallArguments arguments = stream.isOperator("(") ? arguments() : Node.CallArguments.none(token.offset());
        return new Node.Filter(token.offset(), target, name, arguments);
    }

    private String dotted(String first) {
        StringBuilder name = new StringBuilder(first);
        while (stream.skipOperator(".")) {
            name.append('.').append(stream.expect(Token.Kind.NAME).text());
        }
        return name.toString();
    }

    private Node.Expression test(Node.Expression target) {
        int offset = stream.next().offset();
        boolean negated = stream.skipName("not");
        String name = dotted(stream.expect(Token.Kind.NAME).text());
        Node.Expression test = new Node.Test(offset, target, name, testArguments());
        return negated ? new Node.Not(offset, test) : test;
    }

    private Node.CallArguments testArguments() {
        if (stream.isOperator("(")) {
            return arguments();
        }
        if (!startsArgument()) {
            return Node.CallArguments.none(stream.offset());
        }
        if (stream.isName("is")) {
            throw stream.error("You cannot chain multiple tests with is");
        }
        Node.Expression argument = postfix(primary(false));
        return new Node.CallArguments(argument.offset(), List.of(argument), List.of(), null, null);
    }

    private boolean startsArgument() {
        Token token = stream.current();
        return switch (token.kind()) {
            case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            default -> false;
        };
    }
}
