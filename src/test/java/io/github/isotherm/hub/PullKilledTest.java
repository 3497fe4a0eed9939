package io.github.isotherm.hub;

import static io.github.isotherm.hub.LocalHub.GRAPH;
import static io.github.isotherm.hub.LocalHub.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.github.isotherm.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at moments that a seed chooses: what has its final name is whole, and the next pull has all. Three times;
 * {@code -Disotherm.kills=100 -Disotherm.seed=7} more often and at other moments.
 */
class PullKilledTest extends PullTest {
    private static final int PIECES = 20;
    private static final int STEP_MILLIS = 15;

    /** In pieces, so that a pull lasts long enough to be killed in it. */
    private void slowly(HttpExchange exchange, String file) throws IOException {
        byte[] content = hub.files.get(file);
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        describe(exchange, file, content);
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, content.length - from);
        int step = Math.max(1, content.length / PIECES);
        for (int at = from; at < content.length; at += step) {
            exchange.getResponseBody().write(content, at, Math.min(step, content.length - at));
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Test
    void whateverTheMomentNothingIsHalfAndTheNextPullHasAll() throws Exception {
        int kills = Integer.getInteger("isotherm.kills", 3);
        long seed = Long.getLong("isotherm.seed", 20);
        Random moments = new Random(seed);
        for (String file : List.of("config.json", "tokenizer.json", GRAPH)) {
            hub.answers.put("GET " + file, exchange -> slowly(exchange, file));
        }
        String model = "models--org--name";
        for (int kill = 0; kill < kills; kill++) {
            Process program = new ProcessBuilder(JavaProgram.with(
                            "-cp",
                            System.getProperty("java.class.path"),
                            PullingProgram.class.getName(),
                            hub.address().toString(),
                            root.toString()))
                    .redirectErrorStream(true)
                    .start();
            assertThat(program.inputReader().readLine()).isEqualTo("pulling");
            program.waitFor(moments.nextInt(1500), TimeUnit.MILLISECONDS);
            program.destroyForcibly().waitFor();
            nothingIsHalf();
            Path reference = root.resolve(model).resolve("refs/main");
            if (Files.exists(reference)) {
                assertThat(reference).hasContent(LocalHub.COMMIT);
                isWhole(root.resolve(model).resolve("snapshots").resolve(LocalHub.COMMIT));
            }
            if (kill % 2 == 1) {
                isWhole(pull());
                remove(root.resolve(model));
            }
        }
        isWhole(pull());
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
