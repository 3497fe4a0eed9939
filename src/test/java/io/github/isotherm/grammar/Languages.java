package io.github.isotherm.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Random languages over a few letters, written twice: as an expression, and as the set of all their strings of a length at most. */
final class Languages {
    static final String LETTERS = "abc";
    static final int LONGEST = 5;

    private final Expressions table;
    private final Random random;
    private final Set<String> all = strings();

    Languages(Expressions table, Random random) {
        this.table = table;
        this.random = random;
    }

    record Language(Expression expression, Set<String> strings) {}

    Set<String> all() {
        return all;
    }

    private static Set<String> strings() {
        Set<String> all = new HashSet<>(Set.of(""));
        List<String> last = List.of("");
        for (int length = 1; length <= LONGEST; length++) {
            List<String> longer = new ArrayList<>();
            for (String one : last) {
                for (char letter : LETTERS.toCharArray()) {
                    longer.add(one + letter);
                }
            }
            all.addAll(longer);
            last = longer;
        }
        return all;
    }

    /** Of letters alone, as a complement reaches beyond them. */
    Expression letters() {
        return table.repeat(table.bytes(ByteSet.range('a', 'c')), 0, Expressions.UNBOUNDED);
    }

    Language random(int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 8);
        return switch (kind) {
            case 0 -> letter();
            case 1 -> new Language(table.empty(), Set.of(""));
            case 2, 3 -> both(random(depth - 1), random(depth - 1));
            case 4 -> {
                Language one = random(depth - 1);
                Language other = random(depth - 1);
                Set<String> either = new HashSet<>(one.strings);
                either.addAll(other.strings);
                yield new Language(table.either(List.of(one.expression, other.expression)), either);
            }
            case 5 -> {
                Language one = random(depth - 1);
                Language other = random(depth - 1);
                Set<String> common = new HashSet<>(one.strings);
                common.retainAll(other.strings);
                yield new Language(table.all(List.of(one.expression, other.expression)), common);
            }
            case 6 -> {
                Language one = random(depth - 1);
                Set<String> rest = new HashSet<>(all);
                rest.removeAll(one.strings);
                yield new Language(table.without(letters(), one.expression), rest);
            }
            default -> repeated(random(depth - 1), random.nextInt(3), random.nextInt(4));
        };
    }

    private Language letter() {
        int from = random.nextInt(3);
        int to = from + random.nextInt(3 - from);
        Set<String> strings = new HashSet<>();
        for (int i = from; i <= to; i++) {
            strings.add(LETTERS.substring(i, i + 1));
        }
        return new Language(table.bytes(ByteSet.range('a' + from, 'a' + to)), strings);
    }

    private Language both(Language first, Language second) {
        return new Language(table.sequence(first.expression, second.expression), joined(first.strings, second.strings));
    }

    private static Set<String> joined(Set<String> first, Set<String> second) {
        Set<String> joined = new HashSet<>();
        for (String one : first) {
            for (String other : second) {
                if (one.length() + other.length() <= LONGEST) {
                    joined.add(one + other);
                }
            }
        }
        return joined;
    }

    private Language repeated(Language part, int min, int more) {
        boolean unbounded = more == 3;
        BinaryOperator<Set<String>> then = Languages::joined;
        Set<String> strings = new HashSet<>();
        Set<String> times = Set.of("");
        int most = unbounded ? min + LONGEST : min + more;
        for (int count = 0; count <= most; count++) {
            if (count >= min) {
                strings.addAll(times);
            }
            times = then.apply(times, part.strings);
        }
        return new Language(
                table.repeat(part.expression, min, unbounded ? Expressions.UNBOUNDED : min + more), strings);
    }
}
