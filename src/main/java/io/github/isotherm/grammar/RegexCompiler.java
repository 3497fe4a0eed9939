package io.github.isotherm.grammar;

import io.github.isotherm.grammar.RegexNode.Ahead;
import io.github.isotherm.grammar.RegexNode.Alternatives;
import io.github.isotherm.grammar.RegexNode.Behind;
import io.github.isotherm.grammar.RegexNode.Characters;
import io.github.isotherm.grammar.RegexNode.Place;
import io.github.isotherm.grammar.RegexNode.Repeated;
import io.github.isotherm.grammar.RegexNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Makes an expression of what was read. Goes from the end to the beginning: of each part and what may follow it, what may be
 * written from there to the end of the text. So a look ahead is an intersection with that, and the end of the text is where
 * that may be empty. What was before a place is told apart by {@link RegexContexts}: an array has an expression for each.
 */
final class RegexCompiler {
    /** Parts looked at, where looking around in repetitions makes them many. */
    static final int MOST_STEPS = 50_000;

    private static final int UNBOUNDED = Expressions.UNBOUNDED;

    private final Expressions table;
    private final Alphabet alphabet;
    private final RegexContexts contexts;
    private final Map<CodePoints, Expression> characters = new HashMap<>();
    private final IdentityHashMap<RegexNode, Expression> plain = new IdentityHashMap<>();
    private final Expression anything;
    private int steps;

    RegexCompiler(RegexNode of, Expressions table, Alphabet alphabet) {
        this.table = table;
        this.alphabet = alphabet;
        contexts = RegexContexts.of(of);
        anything = table.repeat(character(CodePoints.ALL), 0, UNBOUNDED);
    }

    /** The whole text. */
    Expression whole(RegexNode node) {
        return before(node, everywhere(table.empty()), RegexContexts.START)[0];
    }

    /** Somewhere in the text. */
    Expression searched(RegexNode node) {
        RegexNode skipped = Repeated.of(new Characters(CodePoints.ALL), 0, UNBOUNDED);
        Expression[] found = before(node, everywhere(anything), RegexContexts.START);
        return before(skipped, found, RegexContexts.START)[0];
    }

    private Expression character(CodePoints set) {
        return characters.computeIfAbsent(set, alphabet::character);
    }

    private Expression[] everywhere(Expression expression) {
        Expression[] all = new Expression[contexts.count()];
        Arrays.fill(all, expression);
        return all;
    }

    /**
     * What may be written from a part on.
     *
     * @param after what may be written behind it, by what was before that place; first where nothing was read yet
     * @param entry which place the first one is: the beginning of the text, or one in it
     */
    private Expression[] before(RegexNode node, Expression[] after, int entry) {
        if (!node.asserts() && contexts.isSameBehindAny(after)) {
            return plainBefore(plain(node), after);
        }
        countSteps();
        if (node instanceof Characters one) {
            return charactersBefore(one.set(), after);
        }
        if (node instanceof Sequence sequence) {
            return sequenceBefore(sequence.parts(), after, entry);
        }
        if (node instanceof Alternatives either) {
            return eitherBefore(either.parts(), after, entry);
        }
        return node instanceof Repeated repeated
                ? repeatedBefore(repeated, after, entry)
                : assertionBefore(node, after, entry);
    }

    private void countSteps() {
        steps++;
        if (steps > MOST_STEPS) {
            throw new GrammarException(
                    "The pattern looks around in so many places that it has more than " + MOST_STEPS
                            + " parts; write smaller numbers, or look around outside of repetitions.",
                    "pattern",
                    "");
        }
    }

    private Expression[] assertionBefore(RegexNode node, Expression[] after, int entry) {
        if (node instanceof Ahead ahead) {
            return aheadBefore(ahead, after, entry);
        }
        if (node instanceof Behind behind) {
            int which = contexts.indexOf(behind.what());
            return where(after, entry, context -> contexts.isBehind(context, which) != behind.negative());
        }
        return placeBefore((Place) node, after, entry);
    }

    private Expression[] plainBefore(Expression part, Expression[] after) {
        Expression[] all = everywhere(table.then(part, after[1]));
        if (part.nullable && after[0] != after[1]) {
            all[0] = table.either(List.of(table.then(nonEmpty(part), after[1]), after[0]));
        }
        return all;
    }

    private Expression nonEmpty(Expression part) {
        boolean loops = part.kind == Expression.Kind.REPETITION && !part.parts[0].nullable;
        return loops ? table.repeat(part.parts[0], 1, part.max) : table.without(part, table.empty());
    }

    /** What looks around nowhere, by itself. */
    private Expression plain(RegexNode node) {
        Expression there = plain.get(node);
        if (there == null) {
            there = plainMade(node);
            plain.put(node, there);
        }
        return there;
    }

    private Expression plainMade(RegexNode node) {
        if (node instanceof Characters one) {
            return character(one.set());
        }
        if (node instanceof Sequence sequence) {
            return table.sequence(sequence.parts().stream().map(this::plain).toArray(Expression[]::new));
        }
        if (node instanceof Alternatives either) {
            return table.either(either.parts().stream().map(this::plain).toList());
        }
        if (node instanceof Repeated repeated) {
            return table.repeat(plain(repeated.part()), repeated.min(), repeated.max());
        }
        throw new IllegalStateException(node + " looks around");
    }

    private Expression[] charactersBefore(CodePoints set, Expression[] after) {
        Map<Expression, CodePoints> byRest = new LinkedHashMap<>();
        for (int context = 1; context < contexts.count(); context++) {
            byRest.merge(after[context], set.and(contexts.last(context)), CodePoints::or);
        }
        List<Expression> ways = new ArrayList<>();
        byRest.forEach((rest, which) -> ways.add(table.then(character(which), rest)));
        return everywhere(table.either(ways));
    }

    private Expression[] sequenceBefore(List<RegexNode> parts, Expression[] after, int entry) {
        Expression[] all = after;
        for (int i = parts.size() - 1; i >= 0; i--) {
            all = before(parts.get(i), all, entry);
        }
        return all;
    }

    private Expression[] eitherBefore(List<RegexNode> parts, Expression[] after, int entry) {
        List<Expression[]> ways = new ArrayList<>();
        for (RegexNode part : parts) {
            ways.add(before(part, after, entry));
        }
        return either(ways);
    }

    private Expression[] either(List<Expression[]> ways) {
        Expression[] all = new Expression[contexts.count()];
        for (int context = 0; context < all.length; context++) {
            int at = context;
            all[at] = table.either(ways.stream().map(way -> way[at]).toList());
        }
        return all;
    }

    private Expression[] repeatedBefore(Repeated repeated, Expression[] after, int entry) {
        RegexNode part = repeated.part();
        if (part instanceof Characters one) {
            return manyBefore(one.set(), repeated.min(), repeated.max(), after);
        }
        Expression[] all = after;
        if (repeated.max() == UNBOUNDED) {
            all = loopBefore(part, after, entry);
        } else {
            for (int i = repeated.min(); i < repeated.max(); i++) {
                all = either(List.of(before(part, all, entry), after));
            }
        }
        for (int i = 0; i < repeated.min(); i++) {
            all = before(part, all, entry);
        }
        return all;
    }

    /** What follows characters depends on the last one. */
    private Expression[] manyBefore(CodePoints set, int min, int max, Expression[] after) {
        if (max == 0) {
            return after;
        }
        int most = max == UNBOUNDED ? UNBOUNDED : max - 1;
        Expression butLast = table.repeat(character(set), Math.max(0, min - 1), most);
        Expression[] all = everywhere(table.then(butLast, charactersBefore(set, after)[0]));
        return min == 0 ? either(List.of(all, after)) : all;
    }

    /** Any number of a part that looks around: each time it reads something, and then stands here again. */
    private Expression[] loopBefore(RegexNode part, Expression[] after, int entry) {
        Expression[] here = new Expression[contexts.count()];
        for (int context = 0; context < here.length; context++) {
            here[context] = table.reference(after[context].nullable);
        }
        Expression[] behind = here.clone();
        behind[0] = table.nothing();
        for (int context = 0; context < here.length; context++) {
            Expression once = before(part, behind, context == 0 ? entry : context)[0];
            table.define(here[context], table.either(List.of(after[context], once)));
        }
        return here;
    }

    private Expression[] aheadBefore(Ahead ahead, Expression[] after, int entry) {
        Expression[] seen = before(ahead.what(), everywhere(anything), entry);
        Expression[] all = new Expression[after.length];
        for (int context = 0; context < all.length; context++) {
            Expression rest = ahead.negative() ? table.not(seen[context]) : seen[context];
            all[context] = table.all(List.of(rest, after[context]));
        }
        return all;
    }

    private Expression[] placeBefore(Place place, Expression[] after, int entry) {
        return switch (place) {
            case START -> where(after, entry, context -> context == RegexContexts.START);
            case END -> {
                Expression[] all = new Expression[after.length];
                for (int context = 0; context < all.length; context++) {
                    all[context] = after[context].nullable ? table.empty() : table.nothing();
                }
                yield all;
            }
            case WORD_BOUNDARY -> boundaryBefore(true, after, entry);
            case NO_WORD_BOUNDARY -> boundaryBefore(false, after, entry);
        };
    }

    private Expression[] boundaryBefore(boolean boundary, Expression[] after, int entry) {
        int word = contexts.indexOf(CharacterClasses.WORD);
        Expression inWord = table.then(character(CharacterClasses.WORD), anything);
        Expression outside = table.optional(table.then(character(CharacterClasses.WORD.not()), anything));
        Expression[] all = new Expression[after.length];
        for (int context = 0; context < all.length; context++) {
            boolean behindWord = contexts.isBehind(context == 0 ? entry : context, word);
            all[context] = table.all(List.of(behindWord == boundary ? outside : inWord, after[context]));
        }
        return all;
    }

    /** Only where something holds of what was before. */
    private Expression[] where(Expression[] after, int entry, IntPredicate holds) {
        Expression[] all = new Expression[after.length];
        for (int context = 0; context < all.length; context++) {
            all[context] = holds.test(context == 0 ? entry : context) ? after[context] : table.nothing();
        }
        return all;
    }
}
