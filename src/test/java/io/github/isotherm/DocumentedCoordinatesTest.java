package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two dependencies, wherever a document names them, are what this build makes. */
class DocumentedCoordinatesTest {
    private static final String README = "README.md";
    private static final String PAGE = "src/site/markdown/langchain4j.md";
    private static final Pattern MAVEN =
            Pattern.compile("<dependency>\\s*<groupId>(.*?)</groupId>\\s*<artifactId>(.*?)</artifactId>\\s*"
                    + "<version>(.*?)</version>\\s*(?:<classifier>(.*?)</classifier>\\s*)?</dependency>");
    private static final Pattern GRADLE = Pattern.compile("(?:implementation|runtimeOnly) '(.*?)'");
    private static final Pattern JBANG = Pattern.compile("(?m)^//DEPS (.*)$");
    private static final Pattern PLUGIN = Pattern.compile(
            "<artifactId>(maven-resources-plugin|maven-compiler-plugin)</artifactId>\\s*<version>(.*?)<");

    private static List<String> made() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String library = Snippets.caught(
                        Pattern.compile(
                                "<groupId>(.*?)</groupId>\\s*<artifactId>(.*?)</artifactId>\\s*<version>(.*?)<"),
                        pom)
                .get(0);
        String model = Snippets.caught(Pattern.compile("<id>bundled-model</id>(?s:.*?)<classifier>(.*?)<"), pom)
                .get(0);
        return List.of(library, library + ":" + model);
    }

    @ParameterizedTest
    @ValueSource(strings = {README, PAGE})
    void allThreeToolsAreToldWhatThisBuildMakes(String document) throws Exception {
        Snippets snippets = Snippets.of(document);
        assertThat(Snippets.caught(MAVEN, snippets.first("xml", "<dependency>")))
                .isEqualTo(made());
        assertThat(Snippets.caught(GRADLE, snippets.first("groovy", "isotherm")))
                .isEqualTo(made());
        assertThat(Snippets.caught(JBANG, snippets.first("java", "//DEPS"))).isEqualTo(made());
    }

    /** So a separate project needs no plugin that the build does not have. */
    @Test
    void theMavenProjectTakesTheBuildsOwnPlugins() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        List<String> plugins = Snippets.caught(PLUGIN, Snippets.of(PAGE).first("xml", "<project"));
        assertThat(plugins).hasSize(2).allMatch(Snippets.caught(PLUGIN, pom)::contains);
        assertThat(Snippets.of(PAGE).first("xml", "<project"))
                .contains("<version>"
                        + Snippets.caught(Pattern.compile("<exec.version>(.*?)<"), pom)
                                .get(0) + "</version>");
    }

    @Test
    void bothDocumentsHaveTheSameProgram() throws Exception {
        assertThat(Snippets.of(README).first("java", "//DEPS"))
                .isEqualTo(Snippets.of(PAGE).first("java", "//DEPS")
                        + Snippets.of(PAGE).first("java", "public class First"));
    }
}
