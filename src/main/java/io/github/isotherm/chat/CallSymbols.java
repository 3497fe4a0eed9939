package io.github.isotherm.chat;

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
        SchemaPart arguments = JsonSchema.part(tool.held(), SchemaOptions.DEFAULTS, grammar);
        schemas.add(arguments);
        return grammar.sequence(
                text(frame.before()),
                grammar.text(frame.named(tool.name())),
                text(frame.infix()),
                arguments.symbol(),
                text(frame.after()));
    }

    private Symbol text(String text) {
        return special.symbol(text, grammar);
    }
}
