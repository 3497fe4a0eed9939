package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of a call, filter or test, from parenthesis to parenthesis. */
final class ArgumentParser {
    /** With one of these among the names Jinja2 builds the arguments as a dict, where repeated names are allowed. */
    private static final Set<String> PYTHON_KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    private final TokenStream stream;
    private final ExpressionParser expressions;
    private final List<Node.Expression> positional = new ArrayList<>();
    private final List<Node.Keyword> named = new ArrayList<>();
    private Node.@Nullable Expression unpacked;
    private Node.@Nullable Expression unpackedNames;
    private int opening;

    ArgumentParser(TokenStream stream, ExpressionParser expressions) {
        this.stream = stream;
        this.expressions = expressions;
    }

    Node.CallArguments read() {
        opening = stream.expectOperator("(").offset();
        boolean first = true;
        while (!stream.isOperator(")")) {
            if (!first) {
                stream.expectOperator(",");
                if (stream.isOperator(")")) {
                    break;
                }
            }
            first = false;
            argument();
        }
        stream.expectOperator(")");
        requireDistinctNames();
        return new Node.CallArguments(opening, positional, named, unpacked, unpackedNames);
    }

    private void argument() {
        if (stream.isOperator("*")) {
            require(unpacked == null && unpackedNames == null);
            stream.next();
            unpacked = expressions.expression();
        } else if (stream.isOperator("**")) {
            require(unpackedNames == null);
            stream.next();
            unpackedNames = expressions.expression();
        } else if (stream.isKind(Token.Kind.NAME) && stream.ahead().isOperator("=")) {
            require(unpackedNames == null);
            Token name = stream.next();
            stream.next();
            named.add(new Node.Keyword(name.offset(), name.text(), expressions.expression()));
        } else {
            require(unpacked == null && unpackedNames == null && named.isEmpty());
            positional.add(expressions.expression());
        }
    }

    private void require(boolean condition) {
        if (!condition) {
            throw stream.errorAt(opening, "invalid syntax for function call expression");
        }
    }

    private void requireDistinctNames() {
        Set<String> seen = new HashSet<>();
        boolean asDict = named.stream().anyMatch(keyword -> PYTHON_KEYWORDS.contains(keyword.name()));
        for (Node.Keyword keyword : named) {
            if (!seen.add(keyword.name()) && !asDict) {
                throw stream.errorAt(keyword.offset(), "keyword argument repeated: %s", keyword.name());
            }
        }
    }
}
