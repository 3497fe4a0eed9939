package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import java.util.List;

/**
 * A set of JSON values, type by type.
 *
 * @param mayBeNull whether null is in it
 * @param mayBeTrue whether true is
 * @param mayBeFalse whether false is
 * @param number texts of its numbers
 * @param string what stands between the quotes of its strings
 * @param arrays kinds of arrays in it
 * @param objects kinds of objects in it
 */
record Value(
        boolean mayBeNull,
        boolean mayBeTrue,
        boolean mayBeFalse,
        Expression number,
        Expression string,
        List<ArrayShape> arrays,
        List<ObjectShape> objects) {
    Value withNumber(Expression other) {
        return new Value(mayBeNull, mayBeTrue, mayBeFalse, other, string, arrays, objects);
    }

    Value withString(Expression other) {
        return new Value(mayBeNull, mayBeTrue, mayBeFalse, number, other, arrays, objects);
    }

    Value withArrays(List<ArrayShape> others) {
        return new Value(mayBeNull, mayBeTrue, mayBeFalse, number, string, others, objects);
    }

    Value withObjects(List<ObjectShape> others) {
        return new Value(mayBeNull, mayBeTrue, mayBeFalse, number, string, arrays, others);
    }

    Value withConstants(boolean isNull, boolean isTrue, boolean isFalse) {
        return new Value(isNull, isTrue, isFalse, number, string, arrays, objects);
    }
}
