package io.github.isotherm.template;

import java.util.Objects;

/**
 * A token of a template.
 *
 * @param kind what it is
 * @param text a name, an operator or template data as written; empty for the rest
 * @param value the value of a literal, else the text
 * @param offset where it starts in the normalised source
 */
record Token(Kind kind, String text, Object value, int offset) {
    enum Kind {
        DATA("template data"),
        VARIABLE_BEGIN("begin of print statement"),
        VARIABLE_END("end of print statement"),
        BLOCK_BEGIN("begin of statement block"),
        BLOCK_END("end of statement block"),
        NAME("name"),
        STRING("string"),
        INTEGER("integer"),
        FLOAT("float"),
        OPERATOR("operator"),
        END("end of template");

        private final String described;

        Kind(String described) {
            this.described = described;
        }

        String described() {
            return described;
        }
    }

    static Token of(Kind kind, String text, int offset) {
        return new Token(kind, text, text, offset);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    String described() {
        return kind == Kind.NAME || kind == Kind.OPERATOR ? text : kind.described();
    }

    @Override
    public String toString() {
        return Objects.toString(value);
    }
}
