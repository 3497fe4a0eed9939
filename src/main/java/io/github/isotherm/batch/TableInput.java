package io.github.isotherm.batch;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.wire.batch.BatchRow;
import io.github.isotherm.wire.batch.TableRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table: fields between commas ({@code .csv}) or tabs ({@code .tsv}), quoted as RFC 4180 has it, with the names of the
 * columns first.
 */
final class TableInput implements BatchInput {
    private static final int NONE = -1;

    private final Path file;
    private final TableRecords records;
    private int columns;
    private int id = NONE;
    private int prompt = NONE;
    private int text = NONE;
    private long count;

    private TableInput(Path file, TableRecords records) {
        this.file = file;
        this.records = records;
    }

    static boolean isTable(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || isTabs(name);
    }

    private static boolean isTabs(String name) {
        return name.endsWith(".tsv");
    }

    /**
     * Opens a table, and reads the names of its columns.
     *
     * @throws InvalidValueException when a column that is needed is not there
     */
    static TableInput open(Path file, TableColumns asked) throws IOException {
        char separator = isTabs(file.toString().toLowerCase(Locale.ROOT)) ? '\t' : ',';
        TableInput table = new TableInput(file, new TableRecords(BatchInput.reader(file), separator));
        try {
            table.readNames(asked);
            return table;
        } catch (IOException | RuntimeException e) {
            table.close();
            throw e;
        }
    }

    private void readNames(TableColumns asked) throws IOException {
        List<String> names = records.next();
        if (names == null) {
            throw new InvalidValueException(file + " is empty; its first line must name the columns.");
        }
        columns = names.size();
        id = place(names, asked.id(), "id", "--id-column", true);
        prompt = place(names, asked.prompt(), "prompt", "--prompt-column", false);
        text = place(names, asked.text(), "text", "--text-column", true);
    }

    private int place(List<String> names, @Nullable String asked, String usual, String option, boolean mayLack) {
        String name = asked == null ? usual : asked;
        int place = names.indexOf(name);
        if (place != names.lastIndexOf(name)) {
            throw new InvalidValueException("Several columns of " + file + " are named " + ShownText.value(name)
                    + "; give each one of its own.");
        }
        if (place == NONE && !(mayLack && asked == null)) {
            throw new InvalidValueException("There is no column " + ShownText.value(name) + " in " + file + " but "
                    + ShownText.value(String.join(", ", names)) + "; name one with " + option + ".");
        }
        return place;
    }

    @Override
    public @Nullable BatchRow next() throws IOException {
        List<String> fields = records.next();
        if (fields == null) {
            return null;
        }
        count++;
        long line = records.line();
        if (fields.size() != columns) {
            return BatchRow.bad(
                    line,
                    "The row has " + fields.size() + " fields but must have " + columns
                            + ", one a column; correct it.");
        }
        String after = text == NONE ? null : fields.get(text);
        return id == NONE
                ? BatchRow.of(line, count, fields.get(prompt), after)
                : BatchRow.of(line, fields.get(id), fields.get(prompt), after);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
