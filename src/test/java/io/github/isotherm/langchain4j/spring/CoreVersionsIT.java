package io.github.isotherm.langchain4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.JavaProgram;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link HostApplication} in a process of its own, with another version of langchain4j-core on its class path. */
class CoreVersionsIT {
    private static final List<String> ALL = List.of(
            "chat-model",
            "chat-model-async",
            "streaming-chat-model",
            "tools",
            "language-model",
            "streaming-language-model");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"1.10.0", "1.13.0", "1.19.0"})
    void everyModelButDecisionsWorksFromOneTen(String version) throws Exception {
        Map<String, String> told = run(version);
        assertThat(told).containsEntry("nothing-set", "started").containsEntry("token-count-estimator", "4");
        assertThat(told).containsEntry("streamed-tools", "now{now} now");
        assertThat(told)
                .allSatisfy((name, result) -> assertThat(!ALL.contains(name) || result.equals("OK"))
                        .as(name + ": " + result)
                        .isTrue());
        assertThat(told.keySet()).containsAll(ALL);
        assertThat(told.get("publisher")).contains("NoSuchMethodError").contains("Flow$Publisher");
        assertRefused(told);
    }

    @ParameterizedTest
    @ValueSource(strings = "1.20.0")
    void publishersWorkFromOneTwenty(String version) throws Exception {
        Map<String, String> told = run(version);
        assertThat(told)
                .containsEntry("nothing-set", "started")
                .containsEntry("chat-model", "OK")
                .containsEntry("publisher", "OK");
        assertRefused(told);
    }

    private static void assertRefused(Map<String, String> told) {
        assertThat(told.get("decision-model"))
                .isEqualTo(
                        "io.github.isotherm.error.InvalidValueException: langchain4j.isotherm.decision-model.enabled is"
                                + " true but the application's langchain4j-core is older than 1.23.0 and has no decision models;"
                                + " take langchain4j-core 1.23.0 or later, or leave the property out.");
    }

    private Map<String, String> run(String version) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(JavaProgram.with(
                        "-XX:TieredStopAtLevel=1", "-cp", classPath(version), HostApplication.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.waitFor();
        Map<String, String> told = new LinkedHashMap<>();
        for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
            String[] parts = line.split(": ", 2);
            if (parts.length == 2) {
                told.put(parts[0], parts[1]);
            }
        }
        return told;
    }

    /** The tests' own, with one jar exchanged. */
    private static String classPath(String version) {
        Path other = Path.of(System.getProperty("isotherm.cores"), "langchain4j-core-" + version + ".jar");
        assertThat(other).isRegularFile();
        List<String> entries = new ArrayList<>();
        entries.add(other.toString());
        Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*langchain4j-core-[0-9.]+\\.jar"))
                .forEach(entries::add);
        return entries.stream().collect(Collectors.joining(File.pathSeparator));
    }
}
