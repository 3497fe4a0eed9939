package io.github.isotherm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Spark as {@code src/test/spark.sh} installs it, with PySpark.
 *
 * @param folder of Python's environment
 */
record InstalledSpark(Path folder) {
    private static final String JAR = System.getProperty("isotherm.jar", "target/isotherm.jar");

    @Override
    public String toString() {
        return "Spark " + folder.getFileName();
    }

    /** Runs an application of the tests with the runnable jar beside it; what it said. */
    String submit(Path scratch, String master, Class<?> application, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                home().resolve("bin/spark-submit").toString(),
                "--master",
                master,
                "--driver-memory",
                "2g",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--jars",
                jar(),
                "--class",
                application.getName(),
                tests(scratch).toString()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return run(scratch, command);
    }

    /** Runs a program of PySpark with the runnable jar and others; what it said. */
    String python(Path scratch, Path program, Path... jars) {
        List<String> paths = new ArrayList<>(List.of(jar()));
        Stream.of(jars).map(Path::toString).forEach(paths::add);
        return run(
                scratch,
                List.of(
                        folder.resolve("bin/python").toAbsolutePath().toString(),
                        program.toAbsolutePath().toString(),
                        String.join(",", paths)));
    }

    private static String jar() {
        return Path.of(JAR).toAbsolutePath().toString();
    }

    private Path home() {
        try (Stream<Path> found = Files.walk(folder.toAbsolutePath(), 5)) {
            return found.filter(path -> path.endsWith("site-packages/pyspark"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The classes of this package's tests as an application's jar. */
    private static Path tests(Path scratch) {
        Path jar = scratch.resolve("tests.jar");
        Path classes = Path.of(SparkRows.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        String entries = "io/github/isotherm/spark";
        try {
            if (!Files.exists(jar)) {
                Process packing = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jar")
                                        .toString(),
                                "cf",
                                jar.toString(),
                                "-C",
                                classes.toString(),
                                entries)
                        .inheritIO()
                        .start();
                assertThat(packing.waitFor()).isZero();
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return jar;
    }

    private String run(Path scratch, List<String> command) {
        try {
            File said = Files.createTempFile(scratch, "said", ".txt").toFile();
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
            Map<String, String> environment = builder.environment();
            environment.put("SPARK_HOME", home().toString());
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put("SPARK_LOCAL_IP", "127.0.0.1");
            environment.put("PYTHONUTF8", "1");
            Process process = builder.start();
            boolean isOver = process.waitFor(2 * Patience.SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(said.toPath(), StandardCharsets.UTF_8);
            assertThat(isOver).as(text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
