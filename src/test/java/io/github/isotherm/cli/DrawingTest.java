package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.report.BarStyle;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class DrawingTest {
    private static final String TABLE = "T = 1   entropy\n  1  \" |##|\"  0.5  |████▌     |\n";
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private static Terminal terminal(boolean interactive, String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return new Terminal(InputStream.nullInputStream(), NOWHERE, NOWHERE, interactive, environment);
    }

    @Test
    void barsAndHeadingsAreColouredWhereAPersonWatches() {
        assertThat(Drawing.coloured(terminal(true, "TERM", "xterm"), TABLE))
                .isEqualTo("\033[1mT = 1\033[0m   entropy\n  1  \" |##|\"  0.5  |\033[34m████▌\033[0m     |\n");
    }

    @Test
    void thereIsNoColourInAPipeOrWithNoColorOrOnADumbTerminal() {
        assertThat(Drawing.coloured(terminal(false, "TERM", "xterm"), TABLE)).isEqualTo(TABLE);
        assertThat(Drawing.coloured(terminal(true, "NO_COLOR", "1"), TABLE)).isEqualTo(TABLE);
        assertThat(Drawing.coloured(terminal(true, "TERM", "dumb"), TABLE)).isEqualTo(TABLE);
        assertThat(Drawing.coloured(terminal(true, "NO_COLOR", ""), TABLE)).isNotEqualTo(TABLE);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void barsAreAsciiOnATerminalWhoseLocaleIsNotUtf8() {
        Drawing drawing = new Drawing();
        assertThat(drawing.bars(terminal(true, "LANG", "en_US.UTF-8"))).isEqualTo(BarStyle.UNICODE);
        assertThat(drawing.bars(terminal(true, "LANG", "it_IT.utf8"))).isEqualTo(BarStyle.UNICODE);
        assertThat(drawing.bars(terminal(true, "LANG", "en_US.UTF-8", "LC_ALL", "C")))
                .isEqualTo(BarStyle.ASCII);
        assertThat(drawing.bars(terminal(true, "LC_ALL", "", "LC_CTYPE", "C.UTF-8", "LANG", "C")))
                .isEqualTo(BarStyle.UNICODE);
        assertThat(drawing.bars(terminal(true))).isEqualTo(BarStyle.ASCII);
        assertThat(drawing.bars(terminal(false)))
                .as("data is the same everywhere")
                .isEqualTo(BarStyle.UNICODE);
    }
}
