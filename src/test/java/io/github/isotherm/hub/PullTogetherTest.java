package io.github.isotherm.hub;

import static io.github.isotherm.hub.LocalHub.GRAPH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.isotherm.DefaultSignals;
import io.github.isotherm.JavaProgram;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads of one model at once, and downloads that are ended from outside. */
class PullTogetherTest extends PullTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    /** Sends half of the graph, and the rest when it may. */
    private void holdTheGraph() {
        byte[] graph = hub.files.get(GRAPH);
        hub.answers.put("GET " + GRAPH, exchange -> {
            hub.answers.clear();
            exchange.sendResponseHeaders(200, graph.length);
            exchange.getResponseBody().write(graph, 0, 60_000);
            exchange.getResponseBody().flush();
            begun.countDown();
            await(mayEnd);
            exchange.getResponseBody().write(graph, 60_000, 40_000);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long gets() {
        return hub.requests.stream()
                .filter(request -> request.startsWith("GET "))
                .count();
    }

    private Process program() throws IOException {
        List<String> command = new ArrayList<>(DefaultSignals.prefix());
        command.addAll(JavaProgram.with(
                "-cp",
                System.getProperty("java.class.path"),
                PullingProgram.class.getName(),
                hub.address().toString(),
                root.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void threadsThatPullOneModelAllHaveItAndOneDownloads() throws Exception {
        limits = DownloadLimits.USUAL;
        holdTheGraph();
        List<CompletableFuture<Path>> pulls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pulls.add(CompletableFuture.supplyAsync(this::pull, task -> new Thread(task).start()));
        }
        await(begun);
        Thread.sleep(300);
        mayEnd.countDown();
        for (CompletableFuture<Path> pull : pulls) {
            isWhole(pull.get(30, TimeUnit.SECONDS));
        }
        assertThat(gets()).isEqualTo(3);
        assertThat(waits).hasSize(5).containsOnly("another download is at work on org/name PT0S");
    }

    @Test
    void processesThatPullOneModelAllHaveItAndOneDownloads() throws Exception {
        holdTheGraph();
        Process first = program();
        await(begun);
        Process second = program();
        assertThat(second.inputReader().readLine()).isEqualTo("pulling");
        assertThat(second.inputReader().readLine()).isEqualTo("another download is at work on org/name");
        mayEnd.countDown();
        String snapshot =
                root.resolve("models--org--name/snapshots/" + LocalHub.COMMIT).toString();
        assertThat(second.inputReader().readLine()).isEqualTo(snapshot);
        assertThat(first.inputReader().lines()).containsExactly("pulling", snapshot);
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        isWhole(Path.of(snapshot));
        assertThat(gets()).isEqualTo(3);
    }

    @Test
    void anInterruptedPullEndsSoonAndGoesOn() throws Exception {
        limits = DownloadLimits.USUAL;
        holdTheGraph();
        interrupted(begun);
        assertThat(Files.size(blobs().resolve(LocalHub.sha256(hub.files.get(GRAPH)) + ".incomplete")))
                .isEqualTo(60_000);
        nothingIsHalf();
        mayEnd.countDown();
        isWhole(pull());
        assertThat(hub.requests).contains("bytes=60000-");
    }

    @Test
    void oneThatWaitsForAnAnswerOrAnotherIsInterruptedSoonToo() throws Exception {
        limits = DownloadLimits.USUAL;
        hub.answers.put("list", exchange -> {
            begun.countDown();
            await(mayEnd);
        });
        CompletableFuture<Throwable> first = CompletableFuture.supplyAsync(() -> catchThrowable(this::pull));
        await(begun);
        interrupted(new CountDownLatch(0));
        assertThat(waits).containsExactly("another download is at work on org/name PT0S");
        mayEnd.countDown();
        hub.close();
        assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(ModelException.class);
    }

    private void interrupted(CountDownLatch when) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            failure.set(catchThrowable(this::pull));
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        await(when);
        Thread.sleep(300);
        thread.interrupt();
        thread.join(SOON.toMillis());
        assertThat(thread.isAlive()).isFalse();
        assertThat(sentence(failure.get()))
                .isEqualTo("The download of org/name was interrupted; start it again to go on.");
        assertThat(flag.get()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "KILL"})
    void aKilledPullEndsSoonAndGoesOn(String signal) throws Exception {
        holdTheGraph();
        Process program = program();
        await(begun);
        Thread.sleep(300);
        new ProcessBuilder("kill", "-" + signal, Long.toString(program.pid()))
                .start()
                .waitFor();
        assertThat(program.waitFor(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(root.resolve("models--org--name/refs/main")).doesNotExist();
        nothingIsHalf();
        mayEnd.countDown();
        isWhole(pull());
        assertThat(hub.requests).anyMatch(request -> request.matches("bytes=[1-9]\\d*-"));
        assertThat(hub.requests.stream().filter("GET config.json"::equals).count())
                .isEqualTo(1);
    }
}
