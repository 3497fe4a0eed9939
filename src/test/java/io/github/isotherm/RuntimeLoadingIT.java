package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is opened while the runtime loads, each in a JVM of its own that finds nothing unpacked. */
class RuntimeLoadingIT {
    private static final Path MODEL = Path.of("src", "test", "resources", "fixtures", "tiny-gqa");
    private static final String NO_FOLDER =
            "There is no model folder none; name a folder that holds an exported ONNX model.";

    @TempDir
    private Path home;

    @Test
    void aModelOpensWhileOthersLoadToo() throws Exception {
        String logits = OpenedBeside.opened(MODEL);
        assertThat(logits).startsWith("logits ");
        assertThat(said(List.of(), "4", MODEL.toString(), MODEL.toString()))
                .hasSize(2)
                .allMatch(line -> line.startsWith(logits));
    }

    /** And whoever exits then, exits while nothing loads. */
    @Test
    void aMissingFolderIsAllThatIsSaid() throws Exception {
        assertThat(said(List.of(), "0", "none")).containsExactly(NO_FOLDER);
    }

    @Test
    void onlyWhoOpensAModelHearsThatThereIsNoRuntime() throws Exception {
        List<String> said = said(List.of("-Dos.arch=riscv64"), "1", "none", MODEL.toString(), "none");
        assertThat(said).hasSize(3);
        assertThat(said.get(0)).startsWith(NO_FOLDER);
        assertThat(said.get(1))
                .startsWith("ONNX Runtime cannot load its native part on")
                .contains("riscv64");
        assertThat(said.get(2)).startsWith(NO_FOLDER);
    }

    private List<String> said(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(JavaProgram.begin());
        command.addAll(options);
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                OpenedBeside.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ISOTHERM_HOME", home.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.lines().toList();
    }
}
