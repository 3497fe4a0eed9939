package io.github.isotherm.template;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's {@code == < in} and the order of sorting. */
final class ValueOrder {
    private ValueOrder() {}

    static boolean equal(Object left, Object right, Rendering rendering) {
        if (left == right && !Numbers.isNan(left)) {
            return true;
        }
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            read(left, right, rendering);
            return !Numbers.isNan(left) && !Numbers.isNan(right) && Numbers.compare(left, right) == 0;
        }
        if (isText(left) && isText(right)) {
            return equalTexts(Repr.str(left), Repr.str(right), rendering);
        }
        if (left instanceof Undefined && right instanceof Undefined) {
            return true;
        }
        return equalContainers(left, right, rendering);
    }

    private static boolean equalTexts(String left, String right, Rendering rendering) {
        if (left.length() != right.length()) {
            return false;
        }
        rendering.compared(left.length());
        return left.equals(right);
    }

    private static boolean equalContainers(Object left, Object right, Rendering rendering) {
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return equalSequences(a, b, rendering);
        }
        if (left instanceof Tuple a && right instanceof Tuple b) {
            return equalSequences(a.items(), b.items(), rendering);
        }
        if (left instanceof Dict a && right instanceof Dict b) {
            return equalDicts(a, b, rendering);
        }
        if (left instanceof PythonRange a && right instanceof PythonRange b) {
            return a.size() == b.size()
                    && (a.size() == 0 || (a.start() == b.start() && (a.size() == 1 || a.step() == b.step())));
        }
        if (left instanceof DictView a && right instanceof DictView b) {
            return a.kind() == b.kind() && a.kind() != DictView.Kind.VALUES && equalViews(a, b, rendering);
        }
        return left instanceof LazySequence ? left == right : left.equals(right);
    }

    private static boolean equalSequences(List<?> left, List<?> right, Rendering rendering) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            rendering.step();
            if (!same(left.get(i), right.get(i), rendering)) {
                return false;
            }
        }
        return true;
    }

    /** Equality inside containers, where identity is enough. */
    private static boolean same(Object left, Object right, Rendering rendering) {
        return left == right || equal(left, right, rendering);
    }

    private static boolean equalDicts(Dict left, Dict right, Rendering rendering) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Iterator<Object> keys = left.keys(); keys.hasNext(); ) {
            rendering.objects(1);
            Object key = keys.next();
            Object other = right.get(key, rendering);
            Object own = left.get(key, rendering);
            if (other == null || own == null || !same(own, other, rendering)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalViews(DictView left, DictView right, Rendering rendering) {
        return left.kind() == DictView.Kind.ITEMS
                ? equalDicts(left.dict(), right.dict(), rendering)
                : left.dict().size() == right.dict().size() && equalKeys(left.dict(), right.dict(), rendering);
    }

    private static boolean equalKeys(Dict left, Dict right, Rendering rendering) {
        for (Iterator<Object> keys = left.keys(); keys.hasNext(); ) {
            rendering.step();
            if (!right.contains(keys.next(), rendering)) {
                return false;
            }
        }
        return true;
    }

    private static void read(Object left, Object right, Rendering rendering) {
        rendering.digits(left);
        rendering.digits(right);
    }

    static boolean isText(Object value) {
        return value instanceof String || value instanceof SafeText;
    }

    /** {@code left < right}; fails where Python has no order. */
    static boolean less(Object left, Object right, Rendering rendering) {
        return compare(left, right, "<", rendering) < 0;
    }

    /** Evaluates one of {@code < <= > >=}. */
    static boolean ordered(String operator, Object left, Object right, Rendering rendering) {
        if (Numbers.isNumber(left) && Numbers.isNumber(right) && (Numbers.isNan(left) || Numbers.isNan(right))) {
            return false;
        }
        int order = compare(left, right, operator, rendering);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static int compare(Object left, Object right, String operator, Rendering rendering) {
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            read(left, right, rendering);
            return Numbers.compare(left, right);
        }
        if (isText(left) && isText(right)) {
            String a = Repr.str(left);
            String b = Repr.str(right);
            rendering.scanned(Math.min(a.length(), b.length()) >> 1);
            return compareText(a, b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return compareSequences(a, b, operator, rendering);
        }
        if (left instanceof Tuple a && right instanceof Tuple b) {
            return compareSequences(a.items(), b.items(), operator, rendering);
        }
        for (Object side : List.of(left, right)) {
            if (side instanceof Undefined undefined) {
                throw undefined.failure();
            }
        }
        throw Failure.type(
                "'%s' not supported between instances of '%s' and '%s'",
                operator, TypeName.of(left), TypeName.of(right));
    }

    /** Order by code point, which UTF-16 order is not beyond the basic plane. */
    static int compareText(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean oneAstral = Character.isSurrogate(a) != Character.isSurrogate(b);
                return oneAstral ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static int compareSequences(List<?> left, List<?> right, String operator, Rendering rendering) {
        int shorter = Math.min(left.size(), right.size());
        for (int i = 0; i < shorter; i++) {
            rendering.step();
            if (!same(left.get(i), right.get(i), rendering)) {
                return compare(left.get(i), right.get(i), operator, rendering);
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** {@code item in container}. */
    static boolean contains(Object container, Object item, Rendering rendering) {
        if (isText(container)) {
            if (!isText(item)) {
                throw Failure.type("'in <string>' requires string as left operand, not %s", TypeName.of(item));
            }
            String text = Repr.str(container);
            return TextSearch.forwards(text, Repr.str(item), rendering).next(0) >= 0;
        }
        if (container instanceof Dict dict) {
            return dict.contains(item, rendering);
        }
        if (container instanceof DictView view && view.kind() == DictView.Kind.KEYS) {
            return view.dict().contains(item, rendering);
        }
        if (container instanceof PythonRange range && Numbers.isSmall(item)) {
            return range.contains(Numbers.small(item));
        }
        return containsByScan(container, item, rendering);
    }

    private static boolean containsByScan(Object container, Object item, Rendering rendering) {
        if (!Iteration.possible(container)) {
            throw Failure.type("argument of type '%s' is not iterable", TypeName.of(container));
        }
        for (Iterator<Object> iterator = Iteration.over(container); iterator.hasNext(); ) {
            rendering.step();
            if (same(iterator.next(), item, rendering)) {
                return true;
            }
        }
        return false;
    }

    /** Python's {@code is}. */
    static boolean identical(@Nullable Object left, @Nullable Object right) {
        if (left == right) {
            return true;
        }
        boolean small = left instanceof Long a && a >= -5 && a <= 256 && a.equals(right);
        return small || (left instanceof Boolean && left.equals(right));
    }
}
