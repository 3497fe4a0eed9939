package io.github.isotherm.chat;

import io.github.isotherm.grammar.ByteSet;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.Symbol;
import io.github.isotherm.grammar.schema.JsonSchema;
import io.github.isotherm.grammar.schema.SchemaOptions;
import io.github.isotherm.grammar.schema.SchemaPart;
import java.util.List;

/**
 * The symbols of calls in a grammar.
 *
 * @param frame how calls are written
 * @param special which special tokens the frame is written with
 * @param grammar what they become a part of
 * @param schemas where the schemas of arguments are gathered
 */
record CallSymbols(CallFrame frame, SpecialTokens special, Grammar.Builder grammar, List<SchemaPart> schemas) {
    /** The digits of a call's number: as many as a conversation has calls. */
    private static final int MOST_DIGITS = 4;

    /** At least one call of some tools, then others. */
    Symbol calls(List<Tool> first, List<Tool> others, int most) {
        Symbol beginning = choice(first);
        String between = frame.between();
        Symbol further = between == null || others.isEmpty() || most == 1
                ? grammar.empty()
                : grammar.repeat(grammar.sequence(text(between), choice(others)), 0, most - 1);
        return grammar.sequence(text(frame.opening()), beginning, further, text(frame.closing()));
    }

    private Symbol choice(List<Tool> tools) {
        return grammar.choice(tools.stream().map(this::call).toList());
    }

    private Symbol call(Tool tool) {
        Symbol name = grammar.text(frame.named(tool.name()));
        Symbol infix = text(frame.infix());
        return grammar.sequence(text(frame.before()), body(tool, name, infix), text(frame.after()));
    }

    private Symbol body(Tool tool, Symbol name, Symbol infix) {
        if (frame.body() instanceof CallBody.Named named) {
            return grammar.sequence(name, infix, fields(tool, named));
        }
        if (frame.body() instanceof CallBody.Counted counted) {
            return grammar.sequence(name, text(counted.sign()), number(), infix, json(tool));
        }
        return frame.body() == CallBody.Json.BEFORE_NAME
                ? grammar.sequence(json(tool), infix, name)
                : grammar.sequence(name, infix, json(tool));
    }

    private Symbol json(Tool tool) {
        return gathered(JsonSchema.part(tool.held(), SchemaOptions.DEFAULTS, grammar));
    }

    private Symbol fields(Tool tool, CallBody.Named named) {
        return gathered(JsonSchema.fields(
                tool.held(),
                named.fields(),
                name -> TypedValue.types(tool, name),
                grammar,
                markup -> special.expression(markup, grammar.expressions())));
    }

    private Symbol gathered(SchemaPart arguments) {
        schemas.add(arguments);
        return arguments.symbol();
    }

    private Symbol number() {
        Expressions table = grammar.expressions();
        return grammar.expression(table.either(List.of(
                table.text("0"),
                table.sequence(
                        table.bytes(ByteSet.range('1', '9')),
                        table.repeat(table.bytes(ByteSet.range('0', '9')), 0, MOST_DIGITS - 1)))));
    }

    private Symbol text(String text) {
        return grammar.expression(special.expression(text, grammar.expressions()));
    }
}
