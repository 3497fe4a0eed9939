package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import io.github.isotherm.cli.Main;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A command of the page, run by a real shell. */
final class CopiedCommand {
    private static final File SHELL = new File("/bin/bash");

    private CopiedCommand() {}

    static void assumeShell() {
        assumeTrue(SHELL.canExecute());
    }

    /** What the command prints as JSON; isotherm is a function of the shell. */
    static JsonNode run(String command, Path folder) throws Exception {
        String java = JavaProgram.with(
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        ProcessBuilder shell = new ProcessBuilder(
                SHELL.toString(),
                "-c",
                "isotherm() { " + java + " \"$1\" --format json \"${@:2}\"; }\n" + command + "\n");
        shell.environment().put("LC_ALL", "C.UTF-8");
        Process process = shell.redirectInput(new File("/dev/null"))
                .redirectOutput(out)
                .redirectError(err)
                .start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(command + Files.readString(err.toPath()))
                .isZero();
        assertThat(err).isEmpty();
        return JsonMapper.builder().build().readTree(out);
    }
}
