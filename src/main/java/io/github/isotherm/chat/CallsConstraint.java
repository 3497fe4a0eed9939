package io.github.isotherm.chat;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.Symbol;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.grammar.schema.DistinctNames;
import io.github.isotherm.grammar.schema.JsonSchema;
import io.github.isotherm.grammar.schema.SchemaOptions;
import io.github.isotherm.grammar.schema.SchemaPart;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets an answer be calls of tools and nothing else: each has a name that was offered and arguments that fit that tool's schema,
 * whatever the model would rather write.
 *
 * @param frame how calls are written
 * @param first which tools the first call may be of, one or more
 * @param others which tools further calls may be of
 * @param most how many calls there may be, ≥ 1
 */
public record CallsConstraint(CallFrame frame, List<Tool> first, List<Tool> others, int most)
        implements TextConstraint {
    /**
     * Compiles it, to be told what is wrong.
     *
     * @throws InvalidValueException when there is no tool
     * @throws io.github.isotherm.grammar.GrammarException when a tool's parameters are no schema, or say what cannot be enforced
     */
    public CallsConstraint {
        first = List.copyOf(first);
        others = List.copyOf(others);
        Checks.atLeast("number of calls", most, 1);
        if (first.isEmpty()) {
            throw new InvalidValueException("A call is to be made but there are no tools; give one or more.");
        }
        Calls compiled = compiled(frame, first, others, most);
        if (compiled.grammar.isEmpty()) {
            throw new InvalidValueException("No arguments fit the parameters of the tool "
                    + first.get(0).name() + ", so it cannot be called; loosen them.");
        }
    }

    /** The grammar of calls, and whether members of arguments may have names that no schema declares. */
    private record Calls(Grammar grammar, boolean namesMayRepeat) {}

    /** The calls of one tool, and the same. */
    private record Call(Symbol symbol, boolean namesMayRepeat) {}

    @Override
    public Matcher matcher(TokenTrie vocabulary) {
        Calls calls = compiled(frame, first, others, most);
        Matcher matcher = Constraint.of(calls.grammar, vocabulary).matcher();
        return calls.namesMayRepeat ? new DistinctNames(matcher, vocabulary) : matcher;
    }

    private static Calls compiled(CallFrame frame, List<Tool> first, List<Tool> others, int most) {
        Grammar.Builder grammar = Grammar.builder(GrammarLimits.DEFAULTS);
        List<Call> calls = new ArrayList<>();
        Symbol beginning = choice(first, frame, grammar, calls);
        String between = frame.between();
        Symbol further = between == null || others.isEmpty() || most == 1
                ? grammar.empty()
                : grammar.repeat(
                        grammar.sequence(grammar.text(between), choice(others, frame, grammar, calls)), 0, most - 1);
        Symbol all = grammar.sequence(grammar.text(frame.opening()), beginning, further, grammar.text(frame.closing()));
        return new Calls(grammar.build(all), calls.stream().anyMatch(Call::namesMayRepeat));
    }

    private static Symbol choice(List<Tool> tools, CallFrame frame, Grammar.Builder grammar, List<Call> all) {
        List<Call> calls =
                tools.stream().map(tool -> call(tool, frame, grammar)).toList();
        all.addAll(calls);
        return grammar.choice(calls.stream().map(Call::symbol).toList());
    }

    private static Call call(Tool tool, CallFrame frame, Grammar.Builder grammar) {
        SchemaPart arguments = JsonSchema.part(tool.held(), SchemaOptions.DEFAULTS, grammar);
        return new Call(
                grammar.sequence(
                        grammar.text(frame.before() + tool.name() + frame.infix()),
                        arguments.symbol(),
                        grammar.text(frame.after())),
                arguments.namesMayRepeat());
    }
}
