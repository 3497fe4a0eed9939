package io.github.isotherm.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The shortest string of an intersection, a complement, or digits with a remainder: best first over what is left behind each
 * class of bytes, by the length so far and a lower bound of the rest (A*).
 */
final class ShortestSearch {
    private final Expressions table;
    private final GrammarLimits limits;

    /** One way to an expression; the ones it came by are on a shortest way too. */
    private record Way(
            Expression at,
            long length,
            long bound,
            @Nullable Way before) {}

    ShortestSearch(Expressions table, GrammarLimits limits) {
        this.table = table;
        this.limits = limits;
    }

    /** Its length, {@link Expression#NONE} where there is none; keeps what it learns of others. */
    long from(Expression start) {
        PriorityQueue<Way> open = new PriorityQueue<>((one, other) -> Long.compare(one.bound, other.bound));
        Map<Expression, Long> reached = new HashMap<>();
        open.add(new Way(start, 0, bound(start), null));
        reached.put(start, 0L);
        while (!open.isEmpty()) {
            Way way = open.remove();
            if (way.at.nullable || way.at.isShortestKnown()) {
                long total = way.length + (way.at.nullable ? 0 : way.at.shortest());
                if (total < Expression.NONE) {
                    learn(way, total);
                    return total;
                }
            } else {
                limits.searchSteps(reached.size());
                follow(way, open, reached);
            }
        }
        reached.keySet().forEach(dead -> dead.shortest(Expression.NONE));
        return Expression.NONE;
    }

    private void follow(Way way, PriorityQueue<Way> open, Map<Expression, Long> reached) {
        BytePartition partition = table.partition(way.at);
        for (int index = 0; index < partition.count(); index++) {
            Expression behind = table.derivative(way.at, partition, index);
            Long before = reached.get(behind);
            if (behind != table.nothing() && (before == null || before > way.length + 1)) {
                reached.put(behind, way.length + 1);
                open.add(new Way(behind, way.length + 1, way.length + 1 + bound(behind), way));
            }
        }
    }

    private static void learn(Way end, long total) {
        List<Way> ways = new ArrayList<>();
        for (Way way = end; way != null; way = way.before) {
            ways.add(way);
        }
        for (Way way : ways) {
            way.at.shortest(total - way.length);
        }
    }

    /** No string is shorter. */
    private long bound(Expression of) {
        if (of.nullable) {
            return 0;
        }
        if (of.isShortestKnown()) {
            return of.shortest();
        }
        if (of.bound < 0) {
            of.bound = found(of);
        }
        return of.bound;
    }

    private long found(Expression of) {
        return switch (of.kind) {
            case INTERSECTION -> most(of.parts);
            case UNION -> least(of.parts);
            case CONCATENATION -> ofRow(of);
            case REPETITION -> Expression.times(of.min, bound(of.parts[0]));
            case NOTHING -> Expression.NONE;
            case EMPTY, BYTES, COMPLEMENT, REMAINDER, REFERENCE -> 1;
        };
    }

    private long ofRow(Expression row) {
        long length = 0;
        Expression left = row;
        while (left.kind == Expression.Kind.CONCATENATION && !left.isShortestKnown()) {
            length = Math.min(Expression.NONE, length + bound(left.parts[0]));
            left = left.parts[1];
        }
        return Math.min(Expression.NONE, length + bound(left));
    }

    private long most(Expression[] parts) {
        long most = 0;
        for (Expression part : parts) {
            most = Math.max(most, bound(part));
        }
        return most;
    }

    private long least(Expression[] parts) {
        long least = Expression.NONE;
        for (Expression part : parts) {
            least = Math.min(least, bound(part));
        }
        return least;
    }
}
