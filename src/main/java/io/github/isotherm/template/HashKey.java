package io.github.isotherm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What stands for a value in a Java hash table so that Python-equal keys meet. */
final class HashKey {
    /** A tuple may hold the same tuple twice, so its elements can be exponentially many. */
    private static final int MOST_ELEMENTS = 1_000_000;

    private int elements;

    private HashKey() {}

    /** The elements of a tuple, kept apart from every other key. */
    private record Elements(List<Object> keys) {}

    static Object of(Object value) {
        return value instanceof Tuple tuple ? new HashKey().ofTuple(tuple) : ofScalar(value);
    }

    private static Object ofScalar(Object value) {
        if (value instanceof String || value instanceof Long || value == None.NONE) {
            return value;
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof Double number) {
            return ofDouble(number);
        }
        if (value instanceof SafeText safe) {
            return safe.text();
        }
        if (value instanceof Undefined) {
            return Undefined.class;
        }
        if (value instanceof List || value instanceof Dict || isSetLikeView(value)) {
            throw Failure.type("unhashable type: '%s'", TypeName.of(value));
        }
        return value;
    }

    private static boolean isSetLikeView(Object value) {
        return value instanceof DictView view && view.kind() != DictView.Kind.VALUES;
    }

    private static Object ofDouble(double number) {
        if (number != Math.rint(number) || Double.isInfinite(number)) {
            return number;
        }
        if (Math.abs(number) < 0x1p62) {
            return (long) number;
        }
        BigInteger whole = new BigDecimal(number).toBigInteger();
        return Numbers.normal(whole);
    }

    private Object ofTuple(Tuple tuple) {
        elements += tuple.items().size();
        Rendering.requireLength(elements, MOST_ELEMENTS);
        List<Object> keys = new ArrayList<>(tuple.items().size());
        for (Object item : tuple.items()) {
            keys.add(item instanceof Tuple inner ? ofTuple(inner) : ofScalar(item));
        }
        return new Elements(keys);
    }
}
