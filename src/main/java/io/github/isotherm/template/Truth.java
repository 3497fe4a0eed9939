package io.github.isotherm.template;

import java.math.BigInteger;
import java.util.List;

/** What Python takes for true, and how long it says a value is. */
final class Truth {
    private Truth() {}

    static boolean of(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value == None.NONE || value instanceof Undefined) {
            return false;
        }
        if (value instanceof Long number) {
            return number != 0;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        return value instanceof BigInteger || !hasLength(value) || length(value) > 0;
    }

    static boolean hasLength(Object value) {
        return value instanceof String
                || value instanceof Dict
                || value instanceof List
                || value instanceof Tuple
                || value instanceof PythonRange
                || value instanceof DictView
                || value instanceof Undefined
                || value instanceof SafeText
                || value instanceof LoopContext;
    }

    static long length(Object value) {
        if (value instanceof String text) {
            return text.codePointCount(0, text.length());
        }
        if (value instanceof List<?> list) {
            return list.size();
        }
        if (value instanceof Dict dict) {
            return dict.size();
        }
        if (value instanceof Tuple tuple) {
            return tuple.items().size();
        }
        return lengthOfOther(value);
    }

    private static long lengthOfOther(Object value) {
        if (value instanceof PythonRange range) {
            return range.size();
        }
        if (value instanceof DictView view) {
            return view.dict().size();
        }
        if (value instanceof SafeText safe) {
            return length(safe.text());
        }
        if (value instanceof LoopContext loop) {
            return loop.length();
        }
        if (value instanceof Undefined) {
            return 0;
        }
        throw Failure.type("object of type '%s' has no len()", TypeName.of(value));
    }
}
