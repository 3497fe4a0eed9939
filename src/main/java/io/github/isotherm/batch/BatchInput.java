package io.github.isotherm.batch;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.wire.BoundedLines;
import io.github.isotherm.wire.batch.BatchRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a file of JSON Lines, one at a time; blank lines are passed over. Not thread-safe. */
final class BatchInput implements AutoCloseable {
    private final BufferedReader reader;
    private final BoundedLines lines;
    private long line;

    private BatchInput(BufferedReader reader) {
        this.reader = reader;
        lines = new BoundedLines(reader);
    }

    static BatchInput open(Path file) throws IOException {
        return new BatchInput(Files.newBufferedReader(file, StandardCharsets.UTF_8));
    }

    /**
     * Counts the rows, and refuses ids that come twice: of two answers nobody could say whose they are.
     *
     * @throws InvalidValueException naming the id and both its lines
     */
    static long count(Path file) throws IOException {
        Map<String, Long> places = new HashMap<>();
        try (BatchInput input = open(file)) {
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

    /** The next row; null where there is none. */
    @Nullable
    BatchRow next() throws IOException {
        for (String text = lines.next(); text != null; text = lines.next()) {
            line++;
            if (lines.isCut()) {
                return BatchRow.bad(line, lines.tooLong().sentence().text());
            }
            if (!text.isBlank()) {
                return BatchRow.of(line, text);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
