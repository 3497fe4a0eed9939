package io.github.isotherm.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A context-free language of byte strings: rules over expressions. It is built once and then grows by itself only, as texts are
 * read; what reads one takes turns with others by the grammar's lock.
 */
public final class Grammar {
    private final Expressions expressions;
    private final GrammarLimits limits;
    private final Map<Symbol.Key, Symbol> known;
    private final Symbol[] rules;
    private final Symbol root;
    private final Symbol empty;

    private Grammar(Builder builder, Symbol root) {
        expressions = builder.expressions;
        limits = builder.limits;
        known = builder.known;
        empty = builder.empty();
        rules = builder.wholeRules();
        this.root = root;
        findShortest();
        checkLength();
        new LeftRecursion(this, builder.names).refuse();
    }

    /**
     * A grammar to fill in.
     *
     * @param limits how much it may take
     * @return a builder
     */
    public static Builder builder(GrammarLimits limits) {
        return new Builder(limits);
    }

    Expressions expressions() {
        return expressions;
    }

    GrammarLimits limits() {
        return limits;
    }

    /** The expressions that it is made of. */
    List<Expression> terminals() {
        List<Expression> terminals = new ArrayList<>();
        for (Symbol symbol : List.copyOf(known.values())) {
            if (symbol.kind == Symbol.Kind.EXPRESSION) {
                terminals.add(present(symbol.expression));
            }
        }
        return terminals;
    }

    Symbol root() {
        return root;
    }

    Symbol empty() {
        return empty;
    }

    Symbol rule(int number) {
        return rules[number];
    }

    /**
     * Whether no text fits.
     *
     * @return true for the empty language
     */
    public boolean isEmpty() {
        return shortest(root) >= Expression.NONE;
    }

    /**
     * How long its shortest text is.
     *
     * @return bytes; {@link Long#MAX_VALUE} where no text fits
     */
    public long shortestLength() {
        return isEmpty() ? Long.MAX_VALUE : shortest(root);
    }

    private void checkLength() {
        if (!isEmpty() && shortest(root) > Automaton.LONGEST_END) {
            throw new GrammarLimitException("bytes in its shortest text", Automaton.LONGEST_END);
        }
    }

    /** Knuth's fixpoint, by rounds: each rule's shortest string, from those of the rules in it. */
    private void findShortest() {
        long[] lengths = new long[rules.length];
        Arrays.fill(lengths, Expression.NONE);
        boolean changed = true;
        for (int round = 0; changed; round++) {
            GrammarLimits.work((long) round * rules.length);
            changed = improves(lengths, round % 2 == 0);
        }
        for (Symbol symbol : List.copyOf(known.values())) {
            if (symbol.kind == Symbol.Kind.RULE) {
                symbol.shortest(lengths[symbol.min]);
            }
        }
    }

    /** One round, from the last rule to the first or the other way, as most rules name those on one side. */
    private boolean improves(long[] lengths, boolean backwards) {
        boolean improved = false;
        Map<Symbol, Long> round = new HashMap<>();
        for (int i = 0; i < rules.length; i++) {
            int rule = backwards ? rules.length - 1 - i : i;
            long length = estimated(rules[rule], lengths, round);
            improved |= length < lengths[rule];
            lengths[rule] = Math.min(lengths[rule], length);
        }
        return improved;
    }

    private long estimated(Symbol of, long[] rule, Map<Symbol, Long> round) {
        Long there = round.get(of);
        if (there == null) {
            there = of.kind == Symbol.Kind.RULE
                    ? Long.valueOf(rule[of.min])
                    : Long.valueOf(combined(of, part -> estimated(part, rule, round)));
            round.put(of, there);
        }
        return there;
    }

    /** The length of its shortest string in bytes; {@link Expression#NONE} or more where it has none. */
    long shortest(Symbol of) {
        List<Symbol> row = new ArrayList<>();
        Symbol left = of;
        while (left.kind == Symbol.Kind.SEQUENCE && !left.isShortestKnown()) {
            row.add(left);
            left = left.parts[1];
        }
        if (!left.isShortestKnown()) {
            left.shortest(combined(left, this::shortest));
        }
        for (int i = row.size() - 1; i >= 0; i--) {
            Symbol longer = row.get(i);
            longer.shortest(Math.min(Expression.NONE, shortest(longer.parts[0]) + shortest(longer.parts[1])));
        }
        return of.shortest();
    }

    private long combined(Symbol of, MembersLeft.Lengths lengths) {
        long length = 0;
        switch (of.kind) {
            case EMPTY -> length = 0;
            case EXPRESSION -> length = expressions.shortest(present(of.expression));
            case SEQUENCE -> length = ofRow(of, lengths);
            case CHOICE -> {
                length = Expression.NONE;
                for (Symbol part : of.parts) {
                    length = Math.min(length, lengths.of(part));
                }
            }
            case REPETITION -> length = Expression.times(of.min, lengths.of(of.parts[0]));
            case MEMBERS -> length = present(of.members).shortest(lengths);
            case RULE -> throw new IllegalStateException("a rule's length is known before");
        }
        return Math.min(Expression.NONE, length);
    }

    private static long ofRow(Symbol row, MembersLeft.Lengths lengths) {
        long length = 0;
        Symbol left = row;
        while (left.kind == Symbol.Kind.SEQUENCE) {
            length = Math.min(Expression.NONE, length + lengths.of(left.parts[0]));
            left = left.parts[1];
        }
        return length + lengths.of(left);
    }

    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a symbol lacks what its kind has");
        }
        return value;
    }

    /** The rest of a repetition behind one of it. */
    Symbol lessOne(Symbol repetition) {
        int max = repetition.max == Expressions.UNBOUNDED ? repetition.max : repetition.max - 1;
        return max == 0
                ? empty
                : made(new Symbol.Key(
                        Symbol.Kind.REPETITION, Math.max(0, repetition.min - 1), max, null, null, repetition.parts));
    }

    Symbol members(MembersLeft left) {
        return made(new Symbol.Key(Symbol.Kind.MEMBERS, 0, 0, null, left));
    }

    Symbol made(Symbol.Key key) {
        return made(known, limits, key);
    }

    private static Symbol made(Map<Symbol.Key, Symbol> known, GrammarLimits limits, Symbol.Key key) {
        Symbol there = known.get(key);
        if (there == null) {
            limits.symbols(known.size());
            there = new Symbol(known.size(), key);
            known.put(key, there);
        }
        return there;
    }

    /** Builds a grammar. Not thread-safe. */
    public static final class Builder {
        private final GrammarLimits limits;
        private final Expressions expressions;
        private final Map<Symbol.Key, Symbol> known = new HashMap<>();
        private final List<@Nullable Symbol> rules = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        private Builder(GrammarLimits limits) {
            this.limits = limits;
            expressions = new Expressions(limits);
        }

        /**
         * Makes the expressions of this grammar.
         *
         * @return their table
         */
        public Expressions expressions() {
            return expressions;
        }

        private Symbol made(Symbol.Kind kind, int min, int max, Symbol... parts) {
            return Grammar.made(known, limits, new Symbol.Key(kind, min, max, null, null, parts));
        }

        /**
         * Nothing to write.
         *
         * @return the empty string
         */
        public Symbol empty() {
            return made(Symbol.Kind.EMPTY, 0, 0);
        }

        /**
         * An expression.
         *
         * @param expression of this grammar's table
         * @return the symbol
         */
        public Symbol expression(Expression expression) {
            return expression == expressions.empty()
                    ? empty()
                    : Grammar.made(known, limits, new Symbol.Key(Symbol.Kind.EXPRESSION, 0, 0, expression, null));
        }

        /**
         * One text.
         *
         * @param text as UTF-8
         * @return the symbol
         */
        public Symbol text(String text) {
            return expression(expressions.text(text));
        }

        /**
         * One after the other.
         *
         * @param parts in order
         * @return the sequence
         */
        public Symbol sequence(Symbol... parts) {
            Symbol all = empty();
            for (int i = parts.length - 1; i >= 0; i--) {
                all = then(parts[i], all);
            }
            return all;
        }

        /** Expressions that follow each other are one. */
        private Symbol then(Symbol first, Symbol second) {
            if (first.kind == Symbol.Kind.EMPTY) {
                return second;
            }
            if (second.kind == Symbol.Kind.EMPTY) {
                return first;
            }
            List<Symbol> parts = new ArrayList<>();
            Symbol left = first;
            while (left.kind == Symbol.Kind.SEQUENCE) {
                parts.add(left.parts[0]);
                left = left.parts[1];
            }
            Symbol all = made(Symbol.Kind.SEQUENCE, 0, 0, left, second);
            for (int i = parts.size() - 1; i >= 0; i--) {
                all = made(Symbol.Kind.SEQUENCE, 0, 0, parts.get(i), all);
            }
            return all;
        }

        /**
         * Any of them.
         *
         * @param parts none gives the empty language
         * @return the choice
         */
        public Symbol choice(List<Symbol> parts) {
            List<Symbol> distinct = parts.stream().distinct().toList();
            return distinct.size() == 1
                    ? distinct.get(0)
                    : made(Symbol.Kind.CHOICE, 0, 0, distinct.toArray(Symbol[]::new));
        }

        /**
         * So many times one after the other.
         *
         * @param part what is repeated
         * @param min least, ≥ 0
         * @param max most, ≥ min, or {@link Expressions#UNBOUNDED}
         * @return the repetition
         */
        public Symbol repeat(Symbol part, int min, int max) {
            return max == 0 || part.kind == Symbol.Kind.EMPTY
                    ? empty()
                    : min == 1 && max == 1 ? part : made(Symbol.Kind.REPETITION, min, max, part);
        }

        /**
         * A part or nothing.
         *
         * @param part what may be left out
         * @return the choice
         */
        public Symbol optional(Symbol part) {
            return choice(List.of(part, empty()));
        }

        /**
         * Members of a list.
         *
         * @param members which
         * @param min least of them, ≥ 0
         * @param max most of them, or {@link Expressions#UNBOUNDED}
         * @return the list, without anything around it
         */
        public Symbol members(Members members, int min, int max) {
            return Grammar.made(
                    known, limits, new Symbol.Key(Symbol.Kind.MEMBERS, 0, 0, null, MembersLeft.all(members, min, max)));
        }

        /**
         * A rule that is said later, so that it may be in itself.
         *
         * @param name what messages call it
         * @return the rule
         */
        public Symbol rule(String name) {
            rules.add(null);
            names.add(name);
            return made(Symbol.Kind.RULE, rules.size() - 1, 0);
        }

        /**
         * Says what a rule is.
         *
         * @param rule of {@link #rule}
         * @param is what it stands for
         */
        public void define(Symbol rule, Symbol is) {
            rules.set(rule.min, is);
        }

        private Symbol[] wholeRules() {
            Symbol[] whole = new Symbol[rules.size()];
            for (int i = 0; i < whole.length; i++) {
                whole[i] = present(rules.get(i));
            }
            return whole;
        }

        /**
         * The grammar.
         *
         * @param root what a text is
         * @return the grammar; this builder is not used any more
         * @throws GrammarException when a rule begins with itself
         */
        public Grammar build(Symbol root) {
            return new Grammar(this, root);
        }
    }
}
