package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A place for projects that know nothing of this build: a local repository that has what {@code mvn install} puts there, with the
 * repository of this build in the place of Maven Central, so that no network is needed.
 *
 * @param folder where all of it is
 */
record SeparateProjects(Path folder) {
    private static final Path BUILD = Path.of(System.getProperty("isotherm.jar", "target/isotherm.jar"))
            .toAbsolutePath()
            .getParent();
    private static final String HERE = "io/github/isotherm/isotherm/";
    private static final long MINUTES = 8;

    /** Installs the artifacts that were built. */
    static SeparateProjects with(Path folder, String version, String classifier) throws IOException {
        SeparateProjects projects = new SeparateProjects(folder);
        Path place = Files.createDirectories(projects.repository().resolve(HERE + version));
        String name = "isotherm-" + version;
        Files.copy(Path.of("pom.xml"), place.resolve(name + ".pom"));
        for (String jar : List.of(name + ".jar", name + "-" + classifier + ".jar")) {
            assertThat(BUILD.resolve(jar)).as("built by mvn package").isRegularFile();
            Files.copy(BUILD.resolve(jar), place.resolve(jar));
        }
        // downloads are kept by the id that they came from, which JBang asks for too
        Files.writeString(folder.resolve("settings.xml"), """
                <settings><mirrors><mirror><id>central</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors></settings>
                """.formatted(
                        Path.of(System.getProperty("isotherm.repository")).toUri()));
        return projects;
    }

    Path repository() {
        return folder.resolve("repository");
    }

    /** Folder of a new project with these files. */
    Path project(String name, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(name).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return folder.resolve(name);
    }

    /** What Maven says in a project. */
    String maven(Path project, Map<String, String> environment, String... goals) throws Exception {
        List<String> command = new ArrayList<>(List.of(program("mvn").toString(), "-B", "-ntp"));
        command.addAll(List.of("-s", folder.resolve("settings.xml").toString()));
        command.add("-Dmaven.repo.local=" + repository());
        command.addAll(Arrays.asList(goals));
        return said(project, environment, command);
    }

    /** What a program prints, on either stream. */
    static String said(Path project, Map<String, String> environment, List<String> command) throws Exception {
        Path output = Files.createTempFile(project, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("ISOTHERM_MODEL");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as(() -> "ended: " + command)
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Skips the test, visibly, where there is no such program; in CI that is a failure. */
    static Path program(String name) {
        Optional<Path> found = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (System.getenv("CI") != null) {
            assertThat(found).as(name + " on the PATH").isPresent();
        }
        Assumptions.assumeTrue(found.isPresent(), name + " is not on the PATH");
        return found.orElseThrow();
    }
}
