package io.github.isotherm.template;

import java.math.BigInteger;
import java.util.List;

/** Python's names of the types of values. */
final class TypeName {
    private TypeName() {}

    static String of(Object value) {
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return "int";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value instanceof Dict) {
            return "dict";
        }
        if (value instanceof List) {
            return "list";
        }
        return ofOther(value);
    }

    private static String ofOther(Object value) {
        if (value == None.NONE) {
            return "NoneType";
        }
        if (value instanceof Tuple) {
            return "tuple";
        }
        if (value instanceof DictView view) {
            return view.kind().type();
        }
        if (value instanceof LazySequence lazy) {
            return lazy.type();
        }
        if (value instanceof SafeText) {
            return "Markup";
        }
        if (value instanceof Builtin) {
            return "builtin_function_or_method";
        }
        if (value.getClass().isHidden()) {
            return "function";
        }
        return value instanceof PythonRange ? "range" : value.getClass().getSimpleName();
    }

    /** As error messages speak of it: {@code None}, or {@code str object}. */
    static String described(Object value) {
        return value == None.NONE ? "None" : of(value) + " object";
    }
}
