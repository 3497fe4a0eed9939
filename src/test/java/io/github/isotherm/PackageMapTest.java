package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The large flat packages have a map in their package-info, and it is that of their files. */
class PackageMapTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "isotherm");
    private static final Pattern MAP = Pattern.compile("<ul>(.*)</ul>", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\\{@code\\s+([A-Z]\\w*)}");

    @ParameterizedTest
    @ValueSource(strings = {"template", "onnx"})
    void everyClassStandsInOneGroup(String name) throws IOException {
        Path folder = SOURCES.resolve(name);
        assertThat(mapped(Files.readString(folder.resolve("package-info.java"))))
                .containsExactlyInAnyOrderElementsOf(classesOf(folder));
    }

    private static List<String> mapped(String packageInfo) {
        String map =
                MAP.matcher(packageInfo).results().findFirst().orElseThrow().group(1);
        return NAME.matcher(map)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static List<String> classesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java") && !file.equals("package-info.java"))
                    .map(file -> file.substring(0, file.length() - ".java".length()))
                    .toList();
        }
    }
}
