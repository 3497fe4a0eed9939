package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projects of the documents, built and run by Maven, Gradle and JBang from the documents' text alone, without the network. */
class SeparateProjectsIT {
    private static final String README = "README.md";
    private static final String PAGE = "src/site/markdown/langchain4j.md";
    private static final String MODEL = "smollm2-135m-instruct";
    private static final String ANSWER = "Berlin";

    /** Debian's Gradle is 4.4, which calls the main class of an application by its older name; nothing else is changed. */
    private static final String OLD_GRADLE = """
            if (GradleVersion.current() < GradleVersion.version('6.4')) {
                allprojects { project ->
                    ext.application = { Closure told ->
                        told.delegate = new Expando()
                        told.resolveStrategy = Closure.DELEGATE_ONLY
                        told()
                        project.mainClassName = told.delegate.mainClass
                    }
                }
            }
            """;

    @TempDir
    private static Path folder;

    private static Snippets page;
    private static String program;
    private static String pom;
    private static SeparateProjects projects;
    private static String saidByMaven;

    /** Maven first: what it fetches is then in the local repository, where the others find it. */
    @BeforeAll
    static void install() throws Exception {
        page = Snippets.of(PAGE);
        program = page.first("java", "public class First");
        pom = page.first("xml", "<project");
        String version = pom.replaceAll("(?s).*<artifactId>isotherm</artifactId>\\s*<version>(.*?)<.*", "$1");
        projects = SeparateProjects.with(folder, version, MODEL);
        saidByMaven = maven("maven", pom, Map.of());
    }

    private static String maven(String name, String text, Map<String, String> environment) throws Exception {
        Path project = projects.project(name, Map.of("pom.xml", text, "src/main/java/First.java", program));
        return projects.maven(project, environment, "-q", "compile", "exec:java");
    }

    @Test
    void theMavenProjectAnswers() {
        assertThat(page.text()).contains("`mvn -q compile exec:java`");
        assertThat(saidByMaven).contains(ANSWER).doesNotContain("ERROR");
    }

    @Test
    void withoutAModelTheMessageSaysWhatToDo() throws Exception {
        String without = pom.replaceFirst(
                "(?s)<dependency>(?:(?!<dependency>).)*<classifier>" + MODEL + "</classifier>.*?</dependency>", "");
        assertThat(without).isNotEqualTo(pom).contains("<artifactId>isotherm</artifactId>");
        assertThat(maven("without", without, Map.of()))
                .contains(
                        "The bundled model smollm2-135m-instruct was not found on the class path",
                        "; add the dependency io.github.isotherm:isotherm with the classifier smollm2-135m-instruct, or name a"
                                + " model's folder: to the builder's modelPath, to LocalModel.open, or in the environment"
                                + " variable ISOTHERM_MODEL, which builders and LocalModel.openDefault read");
        String elsewhere = Path.of("models", MODEL).toAbsolutePath().toString();
        assertThat(maven("without", without, Map.of("ISOTHERM_MODEL", elsewhere)))
                .contains(ANSWER);
    }

    @Test
    void theGradleProjectAnswers() throws Exception {
        String gradle = SeparateProjects.program("gradle").toString();
        assertThat(page.text()).contains("`gradle -q run`");
        Path project = projects.project(
                "gradle",
                Map.of(
                        "build.gradle",
                        page.first("groovy", "dependencies"),
                        "settings.gradle",
                        "",
                        "src/main/java/First.java",
                        program));
        Path old = Files.writeString(folder.resolve("old.gradle"), OLD_GRADLE);
        String said = SeparateProjects.said(
                project,
                Map.of("GRADLE_USER_HOME", folder.resolve("gradle-home").toString()),
                List.of(
                        gradle,
                        "-q",
                        "run",
                        "--offline",
                        "--no-daemon",
                        "-I",
                        old.toString(),
                        "-Dmaven.repo.local=" + projects.repository()));
        assertThat(said).contains(ANSWER).doesNotContain("FAILURE");
    }

    @ParameterizedTest
    @ValueSource(strings = {README, PAGE})
    void theProgramForJbangAnswers(String document) throws Exception {
        Snippets snippets = Snippets.of(document);
        String lines = snippets.first("java", "//DEPS");
        Path project = projects.project(
                "jbang-" + document.length(),
                Map.of("First.java", lines.contains("class First") ? lines : lines + program));
        assertThat(snippets.text()).contains("`jbang First.java`");
        assertThat(jbang(project)).contains(ANSWER);
    }

    /** JBang prints the command that runs a program; its own script then runs that. */
    private static String jbang(Path project) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Map<String, String> environment = Map.of(
                "JBANG_DIR", folder.resolve("jbang-home").toString(),
                "JBANG_REPO", projects.repository().toString());
        List<String> command = new ArrayList<>(List.of(java, "-Dmaven.repo.local=" + projects.repository(), "-cp"));
        command.addAll(List.of(jbangClasses(), "dev.jbang.Main", "--offline", "--quiet", "run", "First.java"));
        String told = SeparateProjects.said(project, environment, command).strip();
        assertThat(told).contains(" -classpath ").endsWith(" First");
        return SeparateProjects.said(
                project,
                Map.of(),
                List.of(told.lines().reduce((first, last) -> last).orElseThrow().split(" ")));
    }

    private static String jbangClasses() throws Exception {
        Path project =
                projects.project("jbang", Map.of("pom.xml", """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>separate</groupId>
                  <artifactId>jbang</artifactId>
                  <version>1</version>
                  <dependencies>
                    <dependency>
                      <groupId>dev.jbang</groupId>
                      <artifactId>jbang-cli</artifactId>
                      <version>%s</version>
                    </dependency>
                  </dependencies>
                </project>
                """.formatted(System.getProperty("isotherm.jbang"))));
        String said = projects.maven(
                project,
                Map.of(),
                "-q",
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
                "-Dmdep.outputFile=classes.txt");
        assertThat(project.resolve("classes.txt")).as(said).exists();
        return Files.readString(project.resolve("classes.txt")).strip();
    }
}
