package io.github.isotherm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    private static List<String> read(String text, int longest) throws IOException {
        BoundedLines lines = new BoundedLines(new BufferedReader(new StringReader(text)), longest);
        List<String> all = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            all.add(line + (lines.isCut() ? "…" : ""));
        }
        return all;
    }

    @Test
    void linesEndAsABufferedReadersDo() throws IOException {
        for (String text : List.of("", "a", "a\n", "a\r\n\nb", "\r\r\n", "a\rb\n\n", "é\u2028x\n")) {
            List<String> expected =
                    new BufferedReader(new StringReader(text)).lines().toList();
            assertThat(read(text, 100)).as(text).isEqualTo(expected);
        }
    }

    @Test
    void aLineThatIsTooLongIsCutAndTheNextOneIsWhole() throws IOException {
        assertThat(read("abc\nabcdef\r\nxyz\nabcd", 3)).containsExactly("abc", "abc…", "xyz", "abc…");
    }

    @Test
    void whatIsSaidNamesTheLimit() {
        assertThat(new BoundedLines(new BufferedReader(new StringReader("")), 7).tooLong())
                .hasMessage("The line has more than 7 characters; write shorter ones.");
    }
}
