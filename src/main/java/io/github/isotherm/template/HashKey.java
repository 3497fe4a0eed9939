package io.github.isotherm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What stands for a value in a Java hash table so that Python-equal keys meet. */
final class HashKey {
    private static final long PART = 64;

    private HashKey() {}

    /** The key, whose hashing and comparing is paid for. */
    static Object of(Object value, Rendering rendering) {
        return value instanceof Tuple tuple ? ofTuple(tuple, rendering) : ofScalar(value, rendering);
    }

    private static Object ofScalar(Object value, Rendering rendering) {
        if (value instanceof String text) {
            rendering.scanned(text.length() >> 1);
            return value;
        }
        rendering.digits(value);
        return ofOther(value);
    }

    private static Object ofOther(Object value) {
        if (value instanceof BigInteger || value instanceof Long || value == None.NONE) {
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

    /** A tuple may hold the same tuple twice, so its parts can be exponentially many. */
    private static Object ofTuple(Tuple tuple, Rendering rendering) {
        rendering.charge(PART * (1 + tuple.items().size()));
        List<Object> keys = new ArrayList<>(tuple.items().size());
        for (Object item : tuple.items()) {
            keys.add(of(item, rendering));
        }
        return new TupleKey(keys);
    }
}
