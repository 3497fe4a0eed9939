package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications of one server, each with isotherm and all it needs in a class loader of its own. */
class ClassLoadersIT {
    private static final int APPLICATIONS = 3;

    @TempDir
    private Path home;

    @Test
    void eachHasItsCopyOfTheLibrariesAndTheSameLogits() throws Exception {
        String once = OpenedInClassLoaders.said();
        assertThat(once).startsWith("logits ").doesNotContain("cannot");
        assertThat(said("together").lines()).hasSize(APPLICATIONS).allMatch(once::equals);
        try (Stream<Path> natives = Files.list(home.resolve("natives"))) {
            List<String> names =
                    natives.map(path -> path.getFileName().toString()).toList();
            for (String library : List.of("onnxruntime-", "tokenizers-")) {
                assertThat(names).filteredOn(name -> name.startsWith(library)).hasSize(APPLICATIONS);
            }
        }
    }

    /** As an application that is deployed anew. */
    @Test
    void oneAfterAnotherWorksToo() throws Exception {
        String once = OpenedInClassLoaders.said();
        assertThat(said("redeployed").lines()).hasSize(APPLICATIONS).allMatch(once::equals);
    }

    private String said(String how) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(JavaProgram.with(
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpenedInClassLoaders.class.getName(),
                        how,
                        Integer.toString(APPLICATIONS)))
                .redirectErrorStream(true);
        builder.environment().put("ISOTHERM_HOME", home.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
