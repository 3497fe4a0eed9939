package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.isotherm.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in the shells that they are for. */
class CompletionCommandIT {
    @TempDir
    Path folder;

    private Path script(String shell) throws IOException {
        CommandLineRun run = CommandLineRun.of("completion", shell);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return Files.writeString(folder.resolve("isotherm." + shell), run.out());
    }

    /** What a shell says; skipped where there is none, which is a failure where everything is to be there. */
    private static String said(String shell, String... arguments) throws IOException, InterruptedException {
        boolean isThere = Path.of("/usr/bin/" + shell).toFile().exists()
                || Path.of("/bin/" + shell).toFile().exists();
        if (!isThere && System.getenv("CI") != null) {
            fail("There is no " + shell + " here; install it, as .ci/run does.");
        }
        assumeTrue(isThere, shell + " is not installed");
        Process process = new ProcessBuilder(concat(shell, arguments))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static List<String> concat(String first, String... rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(rest));
        return all;
    }

    private String inBash(String... words) throws IOException, InterruptedException {
        String line = String.join(" ", words);
        return said(
                "bash",
                "--norc",
                "-c",
                "source " + script("bash") + "; COMP_WORDS=(" + line + " \"\"); [[ '" + line
                        + "' == *' ' ]] || unset 'COMP_WORDS[-1]'; "
                        + "COMP_CWORD=$((${#COMP_WORDS[@]}-1)); COMP_LINE='" + line + "'; COMP_POINT=${#COMP_LINE};"
                        + " _complete_isotherm; printf '%s\\n' \"${COMPREPLY[@]}\"");
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(inBash("isotherm", "com").lines()).contains("complete", "compare", "completion");
        assertThat(inBash("isotherm", "next", "--temp").lines().map(String::strip))
                .contains("--temperatures");
        assertThat(inBash("isotherm", "complete", "--top-").lines().map(String::strip))
                .contains("--top-k", "--top-p");
    }

    @Test
    void zshTakesTheScript() throws Exception {
        String said = said(
                "zsh",
                "-f",
                "-c",
                "autoload -Uz compinit && compinit -u -d " + folder.resolve("dump") + " && source " + script("zsh")
                        + " && print -r -- ${_comps[isotherm]}");
        assertThat(said.strip()).contains("_complete_isotherm");
    }

    /** What zsh shows behind a line when Tab is pressed in a terminal, as far as one word; without that word after half a minute. */
    private String inZsh(String line, String word) throws IOException, InterruptedException {
        String start = "unset zle_bracketed_paste; autoload -Uz compinit && compinit -u -d " + folder.resolve("dump")
                + "; source " + script("zsh") + "; print re''ady";
        return said(
                "zsh",
                "-f",
                "-c",
                "zmodload zsh/zpty; zpty z zsh -f -i; seen=;"
                        + " await() { local part; for ((i = 0; i < 300; i++)); do"
                        + " while zpty -rt z part; do seen+=$part; done; [[ $seen == *$1* ]] && return; sleep 0.1; done };"
                        + " zpty -w z \"$1\"; await ready; seen=; zpty -n -w z \"$2\"$'\\t\\t'; await $3; zpty -d z;"
                        + " print -r -- \"$seen\"",
                "zsh",
                start,
                line,
                word);
    }

    @Test
    void zshCompletesCommandsAndOptionsWhenTabIsPressed() throws Exception {
        assertThat(inZsh("isotherm com", "completion")).contains("complete", "compare", "completion");
        assertThat(inZsh("isotherm next --temp", "--temperatures")).contains("--temperatures");
        assertThat(inZsh("isotherm complete --top-", "--top-p")).contains("--top-k", "--top-p");
        assertThat(inZsh("isotherm next --format ", "svg")).contains("table", "json", "csv", "md", "svg");
    }

    @Test
    void fishCompletesCommandsAndOptions() throws Exception {
        Path script = script("fish");
        assertThat(said("fish", "--no-config", "-c", "source " + script + "; complete -C 'isotherm com'"))
                .contains("complete\t", "compare\t", "completion\t");
        assertThat(said("fish", "--no-config", "-c", "source " + script + "; complete -C 'isotherm next --temp'"))
                .contains("--temperatures");
    }

    @Test
    void otherShellsAreRefused() {
        CommandLineRun run = CommandLineRun.of("completion", "tcsh");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("tcsh", "bash, zsh or fish");
    }
}
