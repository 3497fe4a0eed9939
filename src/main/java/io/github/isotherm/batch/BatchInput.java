package io.github.isotherm.batch;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.wire.batch.BatchRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one at a time. Not thread-safe. */
interface BatchInput extends AutoCloseable {
    /** The next row; null where there is none. */
    @Nullable
    BatchRow next() throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Opens a file in the form that its name tells.
     *
     * @throws InvalidValueException when columns are named of a file that has none
     */
    static BatchInput open(Path file, TableColumns columns) throws IOException {
        if (TableInput.isTable(file)) {
            return TableInput.open(file, columns);
        }
        columns.refuseAny(file);
        return new JsonLinesInput(reader(file));
    }

    /** A file's text, which is refused where it is none; a mark that says it is Unicode is passed over. */
    static BufferedReader reader(Path file) throws IOException {
        BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    /**
     * Counts the rows, and refuses ids that come twice: of two answers nobody could say whose they are.
     *
     * @throws InvalidValueException naming the id and both its lines
     */
    static long count(Path file, TableColumns columns) throws IOException {
        Map<String, Long> places = new HashMap<>();
        try (BatchInput input = open(file, columns)) {
            for (BatchRow row = input.next(); row != null; row = input.next()) {
                Long before = places.putIfAbsent(row.key(), row.line());
                if (before != null) {
                    throw new InvalidValueException("The id " + ShownText.value(row.key()) + " stands in line " + before
                            + " and in line " + row.line() + "; give each row one of its own.");
                }
            }
        }
        return places.size();
    }
}
