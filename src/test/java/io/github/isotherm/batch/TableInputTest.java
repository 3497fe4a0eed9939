package io.github.isotherm.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.wire.batch.BatchRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableInputTest {
    @TempDir
    private Path folder;

    private Path table(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<BatchRow> rows(Path file, TableColumns columns) throws IOException {
        List<BatchRow> rows = new ArrayList<>();
        try (BatchInput input = BatchInput.open(file, columns)) {
            for (BatchRow row = input.next(); row != null; row = input.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<BatchRow> rows(Path file) throws IOException {
        return rows(file, TableColumns.USUAL);
    }

    private static BatchRow prompt(long line, String key, String prompt, @Nullable String after) {
        return new BatchRow(line, key, new BatchRow.Prompt(prompt, after), false, null);
    }

    @Test
    void quotedFieldsHoldCommasQuotesAndLines() throws Exception {
        Path file = table("a.csv", "id,prompt\r\na,\"x, \"\"y\"\"\r\nz\"\r\n\"b\", c \r\n");
        assertThat(rows(file))
                .containsExactly(prompt(2, "\"a\"", "x, \"y\"\r\nz", null), prompt(4, "\"b\"", " c ", null));
    }

    @Test
    void tabsPartTheFieldsOfATsv() throws Exception {
        assertThat(rows(table("a.TSV", "prompt\tid\nx, y\t1\n"))).containsExactly(prompt(2, "\"1\"", "x, y", null));
    }

    @Test
    void rowsWithoutAColumnOfIdsAreNumbered() throws Exception {
        assertThat(rows(table("a.csv", "prompt\n\"x\ny\"\n\nz\n")))
                .containsExactly(prompt(2, "1", "x\ny", null), prompt(5, "2", "z", null));
    }

    @Test
    void columnsAreFoundByName() throws Exception {
        Path file = table("a.csv", "\uFEFFkey,frage,answer,id\n1,q,a,z\n");
        assertThat(rows(file, new TableColumns("key", "frage", "answer")))
                .containsExactly(prompt(2, "\"1\"", "q", "a"));
        assertThat(rows(file, new TableColumns(null, "frage", null))).containsExactly(prompt(2, "\"z\"", "q", null));
    }

    @Test
    void aRowWithOtherFieldsIsARowWithAnError() throws Exception {
        List<BatchRow> rows = rows(table("a.csv", "id,prompt\n1\n2,x,y\n3,z\n,w\n"));
        assertThat(rows.get(0).error()).contains("has 1 fields but must have 2");
        assertThat(rows.get(1).error()).contains("has 3 fields but must have 2");
        assertThat(rows.get(2)).isEqualTo(prompt(4, "\"3\"", "z", null));
        assertThat(rows.get(3).error()).contains("has no id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x,y|There is no column prompt|x, y",
                "prompt,prompt|Several columns|prompt",
                "prompt,id,id|Several columns|id",
            })
    void columnsThatCannotBeMeantAreRefused(String header, String sentence, String named) throws Exception {
        Path file = table("a.csv", header + "\n1,2\n");
        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(named);
    }

    @Test
    void whatIsNoTableIsRefused() throws Exception {
        assertThatThrownBy(() -> rows(table("empty.csv", ""))).hasMessageContaining("is empty");
        assertThatThrownBy(() -> rows(table("open.csv", "id,prompt\n1,\"x\n2,y\n"), TableColumns.USUAL))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("begins in line 2 cannot be read");
        assertThatThrownBy(() -> rows(table("quote.csv", "id,prompt\n1,\"x\"y\n")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("begins in line 2 cannot be read");
        assertThatThrownBy(() -> rows(table("long.csv", "id,prompt\n1,a\n2," + "x".repeat(20_000_001))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("begins in line 3")
                .hasMessageContaining("too large");
        assertThatThrownBy(() -> rows(table("a.jsonl", ""), new TableColumns(null, "x", null)))
                .hasMessageContaining("is no table");
    }

    @Test
    void otherEncodingsAreRefused() throws Exception {
        Path out = folder.resolve("out.jsonl");
        for (String name : List.of("a.csv", "a.jsonl")) {
            Path file = Files.write(
                    folder.resolve(name),
                    "prompt\n{\"id\": 1, \"prompt\": \"für\"}\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> BatchFiles.open(file, out, BatchOptions.defaults()))
                    .hasMessageContaining("is no text in UTF-8");
        }
    }

    @Test
    void answersAreNoTable() throws Exception {
        assertThatThrownBy(() -> BatchFiles.open(
                        table("a.csv", "prompt\nx\n"), folder.resolve("out.csv"), BatchOptions.defaults()))
                .hasMessageContaining("Answers are JSON Lines");
    }

    @Test
    void anIdThatComesTwiceIsNamedWithItsLines() throws Exception {
        Path file = table("a.csv", "id,prompt\nx,\"1\n2\"\nx,y\n");
        assertThatThrownBy(() -> BatchFiles.open(file, folder.resolve("out.jsonl"), BatchOptions.defaults()))
                .hasMessageContaining("stands in line 2 and in line 4");
    }
}
