package io.github.isotherm.template;

import java.util.List;

/** The tokens of a template, read one after the other. */
final class TokenStream {
    private final Source source;
    private final List<Token> tokens;
    private int at;

    TokenStream(Source source) {
        this.source = source;
        this.tokens = Lexer.tokens(source);
    }

    Token current() {
        return tokens.get(at);
    }

    Token ahead() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    int offset() {
        return current().offset();
    }

    Token next() {
        Token token = current();
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean isKind(Token.Kind kind) {
        return current().kind() == kind;
    }

    boolean isName(String name) {
        return current().isName(name);
    }

    boolean isOperator(String operator) {
        return current().isOperator(operator);
    }

    boolean skipName(String name) {
        boolean found = isName(name);
        if (found) {
            next();
        }
        return found;
    }

    boolean skipOperator(String operator) {
        boolean found = isOperator(operator);
        if (found) {
            next();
        }
        return found;
    }

    Token expect(Token.Kind kind) {
        if (!isKind(kind)) {
            throw expected(kind.described());
        }
        return next();
    }

    Token expectOperator(String operator) {
        if (!isOperator(operator)) {
            throw expected(operator);
        }
        return next();
    }

    Token expectName(String name) {
        if (!isName(name)) {
            throw expected(name);
        }
        return next();
    }

    private TemplateException expected(String what) {
        if (isKind(Token.Kind.END)) {
            return error("unexpected end of template, expected '%s'", what);
        }
        return error("expected token '%s', got '%s'", what, current().described());
    }

    TemplateException error(String format, Object... values) {
        return errorAt(offset(), format, values);
    }

    TemplateException errorAt(int offset, String format, Object... values) {
        return source.error(offset, Failure.of(format, values));
    }
}
