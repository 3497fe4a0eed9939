package io.github.isotherm.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A grammar as a pushdown automaton over bytes that grows where it is walked: all readings of a text are followed at once, and
 * none that cannot come to an end. Mutable; its users take turns.
 */
final class Automaton {
    /** No part is begun behind which a text cannot end within so many bytes. */
    static final int LONGEST_END = 1 << 16;

    private record Pair(Symbol top, @Nullable Stack below) {}

    private record Readings(List<Stack> stacks, boolean mayEnd) {}

    private final Grammar grammar;
    private final Expressions expressions;
    private final Map<Pair, Stack> stacks = new HashMap<>();
    private final Map<Readings, State> states = new HashMap<>();
    private final Map<Stack, State> behind = new HashMap<>();
    private final State end;
    private final State dead;
    private final State start;

    Automaton(Grammar grammar) {
        this.grammar = grammar;
        expressions = grammar.expressions();
        dead = state(new Closure());
        Closure none = new Closure();
        none.mayEnd = true;
        end = state(none);
        Closure all = new Closure();
        all.open(stack(grammar.root(), null));
        start = state(all);
    }

    /** Whether a quarter of the states that it may have are there. */
    boolean isWorn() {
        return states.size() > grammar.limits().states() / 4
                || stacks.size() > grammar.limits().states();
    }

    State start() {
        return start;
    }

    /** Where nothing goes on. */
    State dead() {
        return dead;
    }

    State next(State from, int value) {
        State[] table = from.next;
        if (table == null) {
            table = new State[256];
            from.next = table;
        }
        State there = table[value];
        if (there == null) {
            there = step(from, value);
            table[value] = there;
        }
        return there;
    }

    private State step(State from, int value) {
        Closure closure = new Closure();
        for (Stack stack : from.stacks) {
            Expression left = expressions.next(Grammar.present(stack.top.expression), value);
            closure.add(left, stack.below);
        }
        return state(closure);
    }

    /** What comes below a stack's top, once that is at its end. */
    State behind(Stack stack) {
        State there = behind.get(stack);
        if (there == null) {
            Closure closure = new Closure();
            closure.open(stack.below);
            there = state(closure);
            behind.put(stack, there);
        }
        return there;
    }

    private State state(Closure closure) {
        if (closure.stacks.isEmpty() && closure.mayEnd && end != null) {
            return end;
        }
        closure.stacks.sort(Comparator.comparingInt(stack -> stack.id));
        Readings readings = new Readings(List.copyOf(closure.stacks), closure.mayEnd);
        State there = states.get(readings);
        if (there == null) {
            grammar.limits().states(states.size());
            there = new State(states.size(), closure.stacks.toArray(Stack[]::new), closure.mayEnd);
            states.put(readings, there);
        }
        return there;
    }

    private Stack stack(Symbol top, @Nullable Stack below) {
        Pair pair = new Pair(top, below);
        Stack there = stacks.get(pair);
        if (there == null) {
            grammar.limits().states(stacks.size() / 4);
            long shortest = Math.min(Expression.NONE, grammar.shortest(top) + (below == null ? 0 : below.shortest));
            there = new Stack(stacks.size(), top, below, shortest);
            stacks.put(pair, there);
        }
        return there;
    }

    /** Readings with an expression on top, from any. */
    private final class Closure {
        final List<Stack> stacks = new ArrayList<>();
        private final Set<Stack> seen = new HashSet<>();
        boolean mayEnd;

        /** An expression of which this is left, and what is below it. */
        void add(Expression left, @Nullable Stack below) {
            if (left == expressions.nothing()) {
                return;
            }
            if (left == expressions.empty()) {
                open(below);
                return;
            }
            Stack rest = stack(grammar.made(new Symbol.Key(Symbol.Kind.EXPRESSION, 0, 0, left, null)), below);
            if (rest.shortest < Expression.NONE && seen.add(rest)) {
                grammar.limits().stacks(seen.size());
                expression(rest);
            }
        }

        void open(@Nullable Stack stack) {
            if (stack == null) {
                mayEnd = true;
                return;
            }
            if (stack.shortest > LONGEST_END || !seen.add(stack)) {
                return;
            }
            grammar.limits().stacks(seen.size());
            Symbol top = stack.top;
            switch (top.kind) {
                case EMPTY -> open(stack.below);
                case EXPRESSION -> expression(stack);
                case SEQUENCE -> open(stack(top.parts[0], stack(top.parts[1], stack.below)));
                case CHOICE -> Arrays.stream(top.parts).forEach(part -> open(stack(part, stack.below)));
                case RULE -> open(stack(grammar.rule(top.min), stack.below));
                case REPETITION -> repetition(stack);
                case MEMBERS -> members(stack, Grammar.present(top.members));
            }
        }

        private void expression(Stack stack) {
            stacks.add(stack);
            if (Grammar.present(stack.top.expression).nullable) {
                open(stack.below);
            }
        }

        private void repetition(Stack stack) {
            if (stack.top.min == 0) {
                open(stack.below);
            }
            open(stack(stack.top.parts[0], stack(grammar.lessOne(stack.top), stack.below)));
        }

        private void members(Stack stack, MembersLeft left) {
            if (left.mayEnd()) {
                open(stack.below);
            }
            for (int place = left.left().nextSetBit(0);
                    place >= 0;
                    place = left.left().nextSetBit(place + 1)) {
                if (left.mayTake(place)) {
                    Stack rest = stack(grammar.members(left.behind(place)), stack.below);
                    Stack member = stack(left.of().all().get(place).symbol(), rest);
                    open(left.first() ? member : stack(left.of().separator(), member));
                }
            }
        }
    }
}
