package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is a module, as the page on containers and other hosts shows it. */
class ModularIT {
    private static final Path BUILD = Path.of(System.getProperty("isotherm.jar", "target/isotherm.jar"))
            .toAbsolutePath()
            .getParent();
    private static final Pattern OURS = Pattern.compile("isotherm-[\\d.]+(-SNAPSHOT)?\\.jar");

    /** What a user of the library has, and nothing of the command line, of Spring or of tests. */
    private static final Pattern LIBRARY =
            Pattern.compile("(onnxruntime|tokenizers|api-0|gson|commons-(compress|codec|io)|jna-|langchain4j-core"
                    + "|jackson-(annotations|core|databind)|slf4j-api|jspecify).*(?<!-tests)\\.jar");

    private static final String MODULE = """
            module app {
                requires io.github.isotherm;
                requires org.slf4j;
                requires com.fasterxml.jackson.databind;
            }
            """;
    private static final String PROGRAM = """
            package app;

            import io.github.isotherm.CompletionOptions;
            import io.github.isotherm.LocalModel;
            import java.nio.file.Path;

            public final class Main {
                public static void main(String[] arguments) {
                    try (LocalModel model = LocalModel.open(Path.of(arguments[0]))) {
                        System.out.println(LocalModel.class.getModule() + ": "
                                + model.complete("This", CompletionOptions.defaults().seed(1L).maxTokens(3)).text());
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void aModularApplicationCompilesAndRuns() throws Exception {
        String modules = modulePath();
        Path sources = Files.createDirectories(folder.resolve("src").resolve("app"));
        Path module = Files.writeString(folder.resolve("src").resolve("module-info.java"), MODULE);
        Path program = Files.writeString(sources.resolve("Main.java"), PROGRAM);
        Path classes = folder.resolve("classes");
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-p",
                        modules,
                        "-d",
                        classes.toString(),
                        module.toString(),
                        program.toString());
        assertThat(compiled).isZero();
        assertThat(said(modules + File.pathSeparator + classes)).contains("module io.github.isotherm: -is-");
    }

    private static String modulePath() throws IOException {
        try (Stream<Path> files = Files.list(BUILD)) {
            List<String> ours = files.filter(
                            file -> OURS.matcher(file.getFileName().toString()).matches())
                    .map(Path::toString)
                    .toList();
            assumeTrue(ours.size() == 1, "the library's jar is not built");
            return Stream.concat(
                            ours.stream(),
                            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                    .filter(path -> LIBRARY.matcher(new File(path).getName())
                                            .matches()))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private String said(String modules) throws Exception {
        List<String> command = new ArrayList<>();
        command.addAll(JavaProgram.begin("com.microsoft.onnxruntime,ai.djl.api,ai.djl.tokenizers,com.sun.jna"));
        command.addAll(List.of("-p", modules, "-m", "app/app.Main", "models/smollm2-135m-instruct"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ISOTHERM_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(said).doesNotContain("WARNING");
        return said;
    }
}
