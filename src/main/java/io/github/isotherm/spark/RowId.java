package io.github.isotherm.spark;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.wire.batch.BatchRow;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;

/** What may tell rows from each other: texts and whole numbers, as in the lines of a batch. */
final class RowId {
    private static final List<DataType> WHOLE =
            List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    private RowId() {}

    static boolean allows(DataType type) {
        return type instanceof StringType || WHOLE.contains(type);
    }

    /** The key that a row's seed is made of: its id as JSON. */
    static String key(Object id) {
        if (id instanceof String text) {
            return BatchRow.key(text);
        }
        if (id instanceof Long || id instanceof Integer || id instanceof Short || id instanceof Byte) {
            return BatchRow.key(((Number) id).longValue());
        }
        throw new InvalidValueException(
                "The id is " + ShownText.value(id.toString()) + " but must be a text or a whole number.");
    }
}
