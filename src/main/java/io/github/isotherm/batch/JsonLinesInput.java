package io.github.isotherm.batch;

import io.github.isotherm.wire.BoundedLines;
import io.github.isotherm.wire.batch.BatchRow;
import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of JSON Lines; blank lines are passed over. */
final class JsonLinesInput implements BatchInput {
    private final BufferedReader reader;
    private final BoundedLines lines;
    private long line;

    JsonLinesInput(BufferedReader reader) {
        this.reader = reader;
        lines = new BoundedLines(reader);
    }

    @Override
    public @Nullable BatchRow next() throws IOException {
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
