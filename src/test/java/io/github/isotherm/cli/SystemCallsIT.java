package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands ask of the system, as strace writes it down: no connection, no program, no file that nobody named. */
@EnabledOnOs(OS.LINUX)
class SystemCallsIT {
    private static final String WATCHED = "trace=connect,sendto,sendmsg,execve,open,openat,creat,mkdir,mkdirat,"
            + "rename,renameat,renameat2,link,linkat,symlink,symlinkat";
    private static final Pattern CREATED = Pattern.compile(
            "(?:open(?:at)?\\(.*O_CREAT|creat\\(|mkdir(?:at)?\\(|rename(?:at2?)?\\(|(?:sym)?link(?:at)?\\()");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    @TempDir
    Path folder;

    private Path cache;
    private Path calls;

    @BeforeEach
    void isWatched() throws IOException, InterruptedException {
        boolean isThere = Files.exists(Path.of("/usr/bin/strace"));
        if (!isThere && System.getenv("CI") != null) {
            fail("There is no strace here; install it, as .ci/run does.");
        }
        assumeTrue(isThere, "strace is not installed");
        assumeTrue(
                new ProcessBuilder("strace", "-o", "/dev/null", "true")
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0,
                "processes may not be watched here");
        cache = Files.createDirectory(folder.resolve("cache"));
        calls = folder.resolve("calls");
    }

    private ProcessBuilder watched(String... arguments) {
        List<String> command = new ArrayList<>();
        command.addAll(JavaProgram.with("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        return watching(command);
    }

    private ProcessBuilder watching(List<String> program) {
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-s", "4096", "-e", WATCHED, "-o"));
        command.add(calls.toString());
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ISOTHERM_HOME", cache.toString());
        return builder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complete|hello|-n|3",
                "next|This is a wonderful ___",
                "compare|hello|-n|3",
                "chat",
                "apply|day=5|space=2.2",
                "logits|hello",
                "tokens|hello",
                "template",
                "inspect",
                "models",
                "completion|bash",
                "help|next",
                "complete|hello|-n|2|--cache-graph"
            })
    void nothingIsConnectedToStartedOrWrittenOutsideTheCache(String line) throws Exception {
        Process process = watched(line.split("\\|")).start();
        process.getOutputStream()
                .write("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        isKeptToItself(List.of(cache));
    }

    @Test
    void whatTheUserNamesIsAllThatIsWrittenElsewhere() throws Exception {
        Path saved = folder.resolve("saved.json");
        Process process = watched("compare", "hello", "-n", "2", "--save", saved.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(saved).exists();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(cache, calls, saved);
        }
        assertThat(created()).contains(saved.toString());
        isKeptToItself(List.of(cache, folder.resolve("saved"), folder.resolve(".")));
    }

    @Test
    void thePlaygroundAnswersAndAsksNobody() throws Exception {
        Process process = watched("web", "--port", "0").start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String address = out.readLine();
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        isKeptToItself(List.of(cache));
    }

    @Test
    void theServerAnswersAndAsksNobody() throws Exception {
        Process process = watched("serve", "--port", "0").start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(out.readLine() + "/completions"))
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"prompt\": \"hello\", \"max_tokens\": 3}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isZero();
        isKeptToItself(List.of(cache));
    }

    /** The first start makes the archive of classes, by programs of its own; the second starts with it. */
    @Test
    void theLauncherWritesNothingOutsideTheCache() throws Exception {
        Path launcher = Path.of(System.getProperty("isotherm.jar", "target/isotherm.jar"))
                .resolveSibling("isotherm")
                .toAbsolutePath();
        assumeTrue(Files.exists(launcher), "the runnable jar is not built");
        for (int start = 0; start < 2; start++) {
            ProcessBuilder builder = watching(List.of(launcher.toString(), "apply", "day=5", "space=2.2"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process =
                    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            keepsToItself(List.of(cache));
        }
        try (Stream<Path> kept = Files.list(cache.resolve("start"))) {
            assertThat(kept).anyMatch(file -> file.toString().endsWith(".jsa"));
        }
    }

    /** Names of accounts may be asked of a daemon on this computer, by the C library; that is no network. */
    private void isKeptToItself(List<Path> allowed) throws IOException {
        keepsToItself(allowed);
        assertThat(Files.readAllLines(calls, StandardCharsets.ISO_8859_1).stream()
                        .filter(line -> line.contains("execve(")))
                .as("programs")
                .hasSize(1);
    }

    private void keepsToItself(List<Path> allowed) throws IOException {
        List<String> lines = Files.readAllLines(calls, StandardCharsets.ISO_8859_1);
        assertThat(lines).anyMatch(line -> line.contains("execve("));
        assertThat(lines.stream().filter(line -> line.contains("connect(") && !line.contains("AF_UNIX")))
                .as("connections")
                .isEmpty();
        assertThat(lines.stream().filter(line -> line.contains("AF_INET") && line.contains("send")))
                .as("packets")
                .isEmpty();
        assertThat(created().stream().filter(file -> allowed.stream().noneMatch(one -> isBelow(file, one))))
                .as("files")
                .isEmpty();
    }

    private static boolean isBelow(String file, Path allowed) {
        return file.startsWith(allowed.toString());
    }

    /** What was made or renamed, or was to be, but for devices. */
    private List<String> created() throws IOException {
        List<String> files = new ArrayList<>();
        for (String line : Files.readAllLines(calls, StandardCharsets.ISO_8859_1)) {
            if (CREATED.matcher(line).find()) {
                Matcher quoted = QUOTED.matcher(line);
                while (quoted.find()) {
                    if (!quoted.group(1).startsWith("/dev/")) {
                        files.add(quoted.group(1));
                    }
                }
            }
        }
        return files;
    }
}
