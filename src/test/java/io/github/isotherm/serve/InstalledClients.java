package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.isotherm.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Clients in other languages, as {@code src/test/clients.sh} installs them.
 *
 * @param place where they are
 * @param scratch a folder for what they write
 */
record InstalledClients(Path place, Path scratch) {
    private static final Path TEST = Path.of("src/test").toAbsolutePath();
    private static final String HOW = "; install the clients by src/test/clients.sh";

    /** Skips the test, visibly, where they are not as they are pinned; in CI that is a failure. */
    static InstalledClients pinned(Path scratch) throws IOException {
        Path place = Path.of(System.getenv().getOrDefault("ISOTHERM_CLIENTS", ".clients"))
                .toAbsolutePath();
        for (String pins : List.of("python/clients/requirements.txt", "js/clients/package-lock.json")) {
            Path installed = place.resolve(Path.of(pins).getFileName());
            boolean same = Files.exists(installed) && Files.mismatch(installed, TEST.resolve(pins)) < 0;
            require(same, place + " has not what src/test/" + pins + " pins" + HOW + ".");
        }
        return new InstalledClients(place, scratch);
    }

    private static void require(boolean isThere, String otherwise) {
        if (!isThere && System.getenv("CI") != null) {
            fail(otherwise);
        }
        assumeTrue(isThere, otherwise);
    }

    /** What a script of {@code src/test/python} prints. */
    String python(String script, Map<String, String> environment, String... arguments) throws Exception {
        return python(environment, with(TEST.resolve("python").resolve(script).toString(), arguments));
    }

    /** What a module prints that is run as a program. */
    String pythonModule(String module, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("-m"));
        command.addAll(with(module, arguments));
        return python(environment, command);
    }

    private String python(Map<String, String> environment, List<String> arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(place.resolve("python/bin/python").toString()));
        command.addAll(arguments);
        return printed(command, environment);
    }

    /** What a script of {@code src/test/js/clients} prints. It is run beside the packages, where it looks for them. */
    String node(String script, String... arguments) throws Exception {
        Path packages = scratch.resolve("node_modules");
        if (!Files.exists(packages)) {
            Files.createSymbolicLink(packages, place.resolve("js/node_modules"));
        }
        for (String one : List.of("server.mjs", script)) {
            Files.writeString(
                    scratch.resolve(one),
                    Files.readString(TEST.resolve("js/clients").resolve(one)));
        }
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(with(scratch.resolve(script).toString(), arguments));
        return printed(command, Map.of());
    }

    private static List<String> with(String first, String... rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(Arrays.asList(rest));
        return all;
    }

    /** Nobody but the server here is asked. */
    private String printed(List<String> command, Map<String, String> environment) throws Exception {
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("NO_PROXY", "127.0.0.1");
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().put("HF_DATASETS_OFFLINE", "1");
        builder.environment().put("HF_HOME", scratch.resolve("hf").toString());
        builder.environment().put("LLM_USER_PATH", scratch.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS))
                    .as(() -> "ended: " + command)
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(err, StandardCharsets.UTF_8))
                .isZero();
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
