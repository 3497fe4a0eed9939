package io.github.isotherm.wire.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.wire.StrictJson;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a table, the names of its columns too: fields that a character parts, quoted as RFC 4180 has it; blank lines are
 * passed over. Mutable.
 */
public final class TableRecords implements Closeable {
    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private final MappingIterator<String[]> records;
    private long line;

    /**
     * Reads from the beginning.
     *
     * @param reader of the text; closed with this
     * @param separator between two fields
     * @throws IOException when it cannot be read
     */
    public TableRecords(Reader reader, char separator) throws IOException {
        records = MAPPER.readerFor(String[].class)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator))
                .readValues(reader);
    }

    /**
     * The next record.
     *
     * @return its fields; null where there is none
     * @throws InvalidValueException when a quote is not closed, or something stands behind one that is
     * @throws IOException when it cannot be read
     */
    public @Nullable List<String> next() throws IOException {
        try {
            if (!records.hasNextValue()) {
                return null;
            }
            line = records.getCurrentLocation().getLineNr();
            return List.of(records.nextValue());
        } catch (JsonProcessingException e) {
            JsonProcessingException cause = e.getCause() instanceof JsonProcessingException inner ? inner : e;
            throw new InvalidValueException("The row of the table that begins in line " + line + " cannot be read ("
                    + StrictJson.reason(cause) + "); correct it.");
        }
    }

    /**
     * Where the last record began.
     *
     * @return its line in the text, from 1
     */
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
