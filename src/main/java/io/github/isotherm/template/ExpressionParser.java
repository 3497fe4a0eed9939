package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Reads expressions, from the loosest binding (conditional) to the tightest. Source: jinja2/parser.py. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
    /** Deeper nesting than any template has; Python's own parser gives up at 200 brackets. */
    private static final int DEEPEST = 200;

    private final TokenStream stream;
    private final PrimaryParser primaries;
    private int depth;

    ExpressionParser(TokenStream stream) {
        this.stream = stream;
        this.primaries = new PrimaryParser(stream, this);
    }

    PrimaryParser primaries() {
        return primaries;
    }

    Node.Expression expression() {
        return nested(this::conditional);
    }

    private Node.Expression expression(boolean withConditional) {
        return withConditional ? expression() : nested(this::or);
    }

    private Node.Expression nested(Supplier<Node.Expression> rule) {
        if (++depth > DEEPEST) {
            throw stream.error("expressions are nested more than %d deep", DEEPEST);
        }
        Node.Expression expression = rule.get();
        depth--;
        return expression;
    }

    private Node.Expression conditional() {
        int offset = stream.offset();
        Node.Expression value = or();
        while (stream.skipName("if")) {
            Node.Expression test = or();
            Node.Expression otherwise = stream.skipName("else") ? nested(this::conditional) : null;
            value = new Node.Conditional(offset, test, value, otherwise);
            offset = stream.offset();
        }
        return value;
    }

    private Node.Expression or() {
        Node.Expression left = and();
        while (stream.isName("or")) {
            int offset = stream.next().offset();
            left = new Node.Logical(offset, false, left, and());
        }
        return left;
    }

    private Node.Expression and() {
        Node.Expression left = not();
        while (stream.isName("and")) {
            int offset = stream.next().offset();
            left = new Node.Logical(offset, true, left, not());
        }
        return left;
    }

    private Node.Expression not() {
        if (stream.isName("not")) {
            int offset = stream.next().offset();
            return new Node.Not(offset, nested(this::not));
        }
        return comparison();
    }

    private Node.Expression comparison() {
        int offset = stream.offset();
        Node.Expression first = sum();
        List<Node.Operand> rest = new ArrayList<>();
        for (String operator = comparator(); !operator.isEmpty(); operator = comparator()) {
            rest.add(new Node.Operand(stream.offset(), operator, sum()));
        }
        return rest.isEmpty() ? first : new Node.Compare(offset, first, rest);
    }

    /** Reads a comparison operator, if one comes next. */
    private String comparator() {
        Token token = stream.current();
        if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
            return stream.next().text();
        }
        if (stream.skipName("in")) {
            return "in";
        }
        if (token.isName("not") && stream.ahead().isName("in")) {
            stream.next();
            stream.next();
            return "not in";
        }
        return "";
    }

    private Node.Expression sum() {
        Node.Expression left = concatenation();
        while (stream.isOperator("+") || stream.isOperator("-")) {
            Token operator = stream.next();
            left = new Node.Binary(operator.offset(), operator.text(), left, concatenation());
        }
        return left;
    }

    private Node.Expression concatenation() {
        int offset = stream.offset();
        List<Node.Expression> parts = new ArrayList<>(List.of(product()));
        while (stream.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.get(0) : new Node.Concat(offset, parts);
    }

    private Node.Expression product() {
        Node.Expression left = power();
        while (stream.isKind(Token.Kind.OPERATOR)
                && PRODUCTS.contains(stream.current().text())) {
            Token operator = stream.next();
            left = new Node.Binary(operator.offset(), operator.text(), left, power());
        }
        return left;
    }

    /** Unlike Python's, Jinja's power binds to the left and less than a sign. */
    private Node.Expression power() {
        Node.Expression left = unary(true);
        while (stream.isOperator("**")) {
            int offset = stream.next().offset();
            left = new Node.Binary(offset, "**", left, unary(true));
        }
        return left;
    }

    private Node.Expression unary(boolean withFilter) {
        Node.Expression node;
        if (stream.isOperator("-") || stream.isOperator("+")) {
            Token sign = stream.next();
            node = new Node.Unary(sign.offset(), sign.text(), nested(() -> unary(false)));
        } else {
            node = primaries.primary(false);
        }
        Node.Expression postfixed = primaries.postfix(node);
        return withFilter ? primaries.filtersAndTests(postfixed) : postfixed;
    }

    /** Expressions separated by commas: one alone is itself, several or a trailing comma make a tuple. */
    Node.Expression tuple(boolean withConditional) {
        return tuple(() -> expression(withConditional), false);
    }

    /** The same inside parentheses, where nothing at all is the empty tuple. */
    Node.Expression parenthesised() {
        return tuple(this::expression, true);
    }

    Node.Expression tuple(Supplier<Node.Expression> item, boolean emptyAllowed) {
        int offset = stream.offset();
        List<Node.Expression> items = new ArrayList<>();
        boolean tuple = false;
        while (!isTupleEnd()) {
            items.add(item.get());
            if (!stream.isOperator(",")) {
                break;
            }
            tuple = true;
            stream.next();
        }
        if (tuple) {
            return new Node.TupleNode(offset, items);
        }
        if (!items.isEmpty()) {
            return items.get(0);
        }
        if (!emptyAllowed) {
            throw stream.error(
                    "Expected an expression, got '%s'", stream.current().described());
        }
        return new Node.TupleNode(offset, items);
    }

    /** Jinja2 means a name such as {@code in} to end a tuple after a comma too, but never finds it. */
    private boolean isTupleEnd() {
        return stream.isKind(Token.Kind.VARIABLE_END) || stream.isKind(Token.Kind.BLOCK_END) || stream.isOperator(")");
    }
}
