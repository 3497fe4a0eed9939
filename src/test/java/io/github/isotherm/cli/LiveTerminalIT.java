package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code live} as it is started by a shell, in a terminal of the system's. */
@EnabledOnOs(OS.LINUX)
class LiveTerminalIT {
    private static final String CTRL_Z = "\032";

    private Process shell;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private int read;

    @BeforeEach
    void open() throws IOException {
        boolean isThere = Files.exists(Path.of("/usr/bin/script"));
        if (!isThere && System.getenv("CI") != null) {
            fail("There is no script here; it comes with util-linux.");
        }
        assumeTrue(isThere, "script is not installed");
        ProcessBuilder builder = new ProcessBuilder("script", "-qfc", "env PS1='$ ' bash --norc -i", "/dev/null");
        builder.environment().putAll(Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8"));
        builder.environment()
                .put("CLASSPATH", System.getProperty("java.class.path")); // longer than a typed line may be
        builder.environment().remove("NO_COLOR");
        shell = builder.redirectErrorStream(true).start();
        Thread reader = new Thread(this::readAll, "terminal");
        reader.setDaemon(true);
        reader.start();
        await("$ ");
    }

    @AfterEach
    void close() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }

    private void readAll() {
        try {
            byte[] part = new byte[4096];
            for (int n = shell.getInputStream().read(part);
                    n >= 0;
                    n = shell.getInputStream().read(part)) {
                synchronized (seen) {
                    seen.write(part, 0, n);
                }
            }
        } catch (IOException e) {
            synchronized (seen) {
                seen.writeBytes("[the terminal is gone]".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private String all() {
        synchronized (seen) {
            return seen.toString(StandardCharsets.UTF_8);
        }
    }

    private void type(String keys) throws IOException {
        OutputStream in = shell.getOutputStream();
        in.write(keys.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** What comes up to a text, after what was awaited before. */
    private String await(String text) {
        Patience.until(() -> all().indexOf(text, read) >= 0);
        String since = all().substring(read, all().indexOf(text, read) + text.length());
        read += since.length();
        return since;
    }

    private static String program(String arguments) {
        List<String> command = JavaProgram.with(Main.class.getName());
        return String.join(" ", command) + " " + arguments + " -m " + Path.of("models", "smollm2-135m-instruct");
    }

    @Test
    void ctrlZGoesBackToTheShellAndComesBackWithThePicture() throws Exception {
        assertThat(File.pathSeparator).isEqualTo(":");
        type("stty rows 24 cols 80; " + program("live 'This is a wonderful' -c day --seed 5") + "\r");
        await("\033[?1049h");
        await("q quit");
        type("\033[D");
        await("T = 0.95");
        await("q quit");
        type(CTRL_Z);
        assertThat(await("Stopped")).as("the terminal is given back").contains("\033[?1049l");
        type("stty -a | grep -o ' echo '; fg; echo co''de $?\r");
        assertThat(await("\033[?1049h")).as("it echoes again").contains(" echo ");
        assertThat(await("q quit")).contains("T = 0.95", "\" example\"", "\" day\"");
        type("q");
        assertThat(await("code 0")).contains("\033[?1049l");
        type("exit\r");
        assertThat(shell.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTerminalThatCannotBeDrawnOverIsRefused() throws IOException {
        type("TERM=dumb " + program("live hello") + "; echo co''de $?\r");
        assertThat(await("code 2").replaceAll("\\s+", " "))
                .contains("isotherm: live draws over what it drew", "(TERM is dumb)", "use isotherm next");
        type("TERM= " + program("live hello") + "; echo co''de $?\r");
        assertThat(await("code 2").replaceAll("\\s+", " ")).contains("(TERM is not set)");
    }
}
