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
import io.github.isotherm.sampling.processors.BoundConstraint;
import io.github.isotherm.sampling.processors.GrammarConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets an answer be calls of tools and nothing else, or JSON of a schema where there is one: each call has a name that was
 * offered and arguments that fit that tool's schema, whatever the model would rather write.
 *
 * @param frame how calls are written
 * @param first which tools the first call may be of, one or more
 * @param others which tools further calls may be of
 * @param most how many calls there may be, ≥ 1
 * @param special which special tokens the frame is written with
 * @param otherwise what the answer may be instead of calls; null for nothing else
 */
public record CallsConstraint(
        CallFrame frame,
        List<Tool> first,
        List<Tool> others,
        int most,
        SpecialTokens special,
        @Nullable AnswerSchema otherwise)
        implements GrammarConstraint {
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
        Calls compiled = compiled(frame, first, others, most, special, otherwise);
        if (compiled.grammar.isEmpty()) {
            throw new InvalidValueException("No arguments fit the parameters of the tool "
                    + first.get(0).name() + ", so it cannot be called; loosen them.");
        }
    }

    /**
     * Calls in a frame of text.
     *
     * @param frame how calls are written
     * @param first which tools the first call may be of, one or more
     * @param others which tools further calls may be of
     * @param most how many calls there may be, ≥ 1
     * @throws InvalidValueException when there is no tool
     * @throws io.github.isotherm.grammar.GrammarException when a tool's parameters are no schema, or say what cannot be enforced
     */
    public CallsConstraint(CallFrame frame, List<Tool> first, List<Tool> others, int most) {
        this(frame, first, others, most, SpecialTokens.NONE, null);
    }

    /** The grammar of calls, and whether members of arguments may have names that no schema declares. */
    private record Calls(Grammar grammar, boolean namesMayRepeat) {}

    /**
     * Texts of the grammar over a vocabulary.
     *
     * @param constraint the grammar's
     * @param behind goes on behind some bytes, in those of {@link SpecialTokens}; none where these are no beginning of a text
     */
    record Texts(Constraint constraint, Function<byte[], Optional<Matcher>> behind) {}

    @Override
    public Grammar compiled() {
        return calls().grammar;
    }

    @Override
    public BoundConstraint bound(TokenTrie vocabulary) {
        Texts texts = texts(vocabulary);
        return new BoundConstraint(
                texts.constraint,
                () -> texts.behind
                        .apply(new byte[0])
                        .orElseThrow(() -> new IllegalStateException("a grammar of calls has lost its texts")));
    }

    Texts texts(TokenTrie vocabulary) {
        Calls calls = calls();
        TokenTrie tokens = special.over(vocabulary);
        Constraint constraint = Constraint.of(calls.grammar, tokens);
        return new Texts(
                constraint,
                calls.namesMayRepeat
                        ? begun -> constraint.matcher(begun).map(at -> new DistinctNames(at, tokens, begun))
                        : constraint::matcher);
    }

    private Calls calls() {
        return compiled(frame, first, others, most, special, otherwise);
    }

    private static Calls compiled(
            CallFrame frame,
            List<Tool> first,
            List<Tool> others,
            int most,
            SpecialTokens special,
            @Nullable AnswerSchema otherwise) {
        Grammar.Builder grammar = Grammar.builder(GrammarLimits.DEFAULTS);
        List<SchemaPart> schemas = new ArrayList<>();
        Symbol answer = grammar.choice(HarmonyCalls.ways(frame).stream()
                .map(way -> new CallSymbols(way, special, grammar, schemas).calls(first, others, most))
                .toList());
        if (otherwise != null) {
            SchemaPart json = JsonSchema.part(otherwise.heldValue(), SchemaOptions.DEFAULTS, grammar);
            schemas.add(json);
            answer = grammar.choice(List.of(answer, json.symbol()));
        }
        return new Calls(grammar.build(answer), schemas.stream().anyMatch(SchemaPart::namesMayRepeat));
    }
}
