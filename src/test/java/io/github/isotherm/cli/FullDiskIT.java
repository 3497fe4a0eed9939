package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output that cannot be written. */
class FullDiskIT {
    private static final File FULL = new File("/dev/full");

    @TempDir
    Path folder;

    private static List<String> line(String command) {
        return Stream.concat(
                        JavaProgram.with(
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName())
                                .stream(),
                        Arrays.stream(command.split(" ")))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "next word --top 3",
                "complete word -n 2",
                "complete word -n 2 --json",
                "compare word -n 2",
                "logits word",
                "tokens word",
                "apply day=5 space=2",
                "inspect",
                "models",
                "grammar --choice=a",
                "--help"
            })
    void isAnErrorOfOneSentence(String command) throws Exception {
        assumeTrue(FULL.exists());
        File said = folder.resolve("said").toFile();
        Process process = new ProcessBuilder(line(command))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(FULL)
                .redirectError(said)
                .start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        String err = Files.readString(said.toPath(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(err).isEqualTo(1);
        assertThat(err.lines().filter(sentence -> sentence.contains("standard output cannot be written")))
                .hasSize(1);
        assertThat(err).doesNotContain("\tat ");
    }

    /** The run that stood there is kept, and nothing is left beside it. */
    @Test
    void aRunThatCannotBeSavedLeavesTheOldOne() throws Exception {
        String script = "mount -t tmpfs -o size=64k tmpfs " + folder + " && echo old > " + folder
                + "/run.json && ! head -c 100000 /dev/zero > " + folder + "/more 2> /dev/null && \"$@\"; code=$?; cat "
                + folder + "/run.json; ls -A " + folder + "; exit $code";
        List<String> before = List.of("unshare", "-rm", "sh", "-c", script, "sh");
        assumeTrue(
                new ProcessBuilder(with(before, List.of("true"))).start().waitFor() == 0, "no mounts are allowed here");
        Path said = Files.createTempFile("said", "");
        Process process = new ProcessBuilder(
                        with(before, line("next word --top 3 --format json --save " + folder + "/run.json")))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(said);
        Files.delete(said);
        assertThat(process.exitValue()).as(text).isEqualTo(1);
        assertThat(text)
                .contains("--save cannot write " + folder + "/run.json (there is no room left on the disk of " + folder
                        + "); make room there or take another place.")
                .endsWith("old\nmore\nrun.json\n")
                .doesNotContain("Exception");
    }

    private static List<String> with(List<String> before, List<String> command) {
        return Stream.concat(before.stream(), command.stream()).toList();
    }

    @Test
    void aReaderThatGoesEndsACompletionInSilence() throws Exception {
        assumeTrue(FULL.exists());
        File said = folder.resolve("said").toFile();
        Process process = new ProcessBuilder(line("complete Once -n 8000 --min-new-tokens 8000"))
                .redirectError(said)
                .start();
        try {
            assertThat(process.getInputStream().read()).isNotEqualTo(-1);
            process.getInputStream().close();
            assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(said.toPath(), StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains("seed");
    }
}
