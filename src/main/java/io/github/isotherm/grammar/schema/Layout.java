package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.schema.SchemaOptions.Whitespace;

/** Whitespace between the parts of a text, by how many arrays and objects a value is in. */
final class Layout {
    /** Values in more are indented by at least as much as this deep, as schemas that come back have no depth of their own. */
    static final int DEEPEST = 24;

    private static final int MOST_MORE = 64;

    private final Expressions table;
    private final Whitespace whitespace;

    Layout(Expressions table, Whitespace whitespace) {
        this.table = table;
        this.whitespace = whitespace;
    }

    boolean isPretty() {
        return whitespace == Whitespace.PRETTY;
    }

    /** How deep the parts of a value are, as far as that is told apart. */
    int below(int depth) {
        return isPretty() ? Math.min(DEEPEST, depth + 1) : 0;
    }

    /** Between an opening bracket and the first part. */
    Expression opening(int depth) {
        return isPretty() ? line(depth, 1) : table.empty();
    }

    /** Between the last part and a closing bracket. */
    Expression closing(int depth) {
        return isPretty() ? line(depth, 0) : table.empty();
    }

    /** Behind a comma. */
    Expression behindComma(int depth) {
        return isPretty() ? line(depth, 1) : blank();
    }

    /** Behind a colon. */
    Expression behindColon() {
        return isPretty() ? table.text(" ") : blank();
    }

    private Expression blank() {
        return whitespace == Whitespace.COMPACT ? table.empty() : table.optional(table.text(" "));
    }

    private Expression line(int depth, int more) {
        Expression exact = table.text("\n" + "  ".repeat(depth + more));
        return depth < DEEPEST ? exact : table.sequence(exact, table.repeat(table.text("  "), 0, MOST_MORE));
    }
}
