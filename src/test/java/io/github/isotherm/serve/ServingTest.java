package io.github.isotherm.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.wire.ListenAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models behind the server: what is answered, measured and logged, and how it ends. */
@Timeout(Patience.SECONDS)
class ServingTest {
    /** A model that takes a step when it may. */
    private static ScriptedModel stepped(Semaphore steps) {
        ScriptedModel model = ServedHere.scripted();
        model.inRun = steps::acquireUninterruptibly;
        return model;
    }

    private static String request(ServedHere here, String query) {
        return "POST /complete?" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + here.port()
                + "\r\nContent-Length: 0\r\n\r\n";
    }

    @Test
    void aModelAnswersWholeAndInEvents() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            assertThat(here.post("/complete?model=scripted", "").body()).isEqualTo("\"aaa\"");
            HttpResponse<String> events = here.post("/complete?stream=1", "");
            assertThat(events.body()).isEqualTo("data: 97\n\ndata: 97\n\ndata: 97\n\ndata: [DONE]\n\n");
            HttpResponse<String> unknown = here.post("/complete?model=other", "");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("\"code\":\"model_not_found\"");
        }
    }

    /** An answer of events has its status when its first event comes. */
    @Test
    void aModelThatFailsAtOnceIsToldByTheStatusOfAStreamToo() throws Exception {
        ScriptedModel failing = new ScriptedModel(257, 1000, sequence -> {
            throw new ModelException("The weights are gone; put them back.");
        });
        try (ServedHere here = new ServedHere(ServedHere.options(), ServedHere.source("m", failing))) {
            HttpResponse<String> events = here.post("/complete?stream=1", "");
            assertThat(events.statusCode()).isEqualTo(500);
            assertThat(events.body()).contains("The weights are gone; put them back.", "\"type\":\"server_error\"");
        }
    }

    @Test
    void aLineTellsOfARequestAndNothingThatItSays() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            here.post("/complete?tokens=4", "secret words");
            Patience.until(() -> !here.lines.isEmpty());
            assertThat(here.lines.poll())
                    .matches("POST /complete 200 model=scripted prompt_tokens=1 completion_tokens=4 queue_ms=[0-9.]+"
                            + " first_token_ms=[0-9.]+ total_ms=[0-9.]+ finish=length");
        }
    }

    @Test
    void theLogHasBodiesWhereItIsAskedTo() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options().withVerbose(true))) {
            here.post("/length", "secret words");
            Patience.until(() -> here.lines.size() == 3);
            assertThat(here.lines).contains("POST /length body secret words", "POST /length answer {\"length\":12}");
        }
    }

    @Test
    void theMetricsCountRequestsAndTokens() throws Exception {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            here.post("/complete?tokens=4", "");
            here.post("/complete?tokens=5&stream=1", "");
            here.get("/nothing/1");
            here.get("/nothing/2");
            Patience.until(() -> here.lines.size() == 4);
            HttpResponse<String> metrics = here.get("/metrics");
            assertThat(metrics.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/plain; version=0.0.4");
            assertThat(metrics.body().lines())
                    .contains(
                            "isotherm_requests_total{endpoint=\"/complete\",status=\"200\"} 2.0",
                            "isotherm_requests_total{endpoint=\"other\",status=\"404\"} 2.0",
                            "isotherm_prompt_tokens_total{model=\"scripted\"} 2.0",
                            "isotherm_completion_tokens_total{model=\"scripted\"} 9.0",
                            "isotherm_models_open 1.0",
                            "isotherm_requests_running 1.0",
                            "isotherm_rows{model=\"scripted\"} 0.0",
                            "isotherm_queue_seconds_count{endpoint=\"/complete\"} 2",
                            "isotherm_first_token_seconds_count{endpoint=\"/complete\"} 2",
                            "isotherm_tokens_per_second_count{model=\"scripted\"} 2")
                    .anyMatch(line -> line.startsWith("isotherm_connections "))
                    .anyMatch(line -> line.startsWith("isotherm_prompt_tokens_reused_total{model=\"scripted\"}"))
                    .anyMatch(line -> line.startsWith("isotherm_draft_tokens_total{model=\"scripted\"}"))
                    .anyMatch(line -> line.startsWith("isotherm_draft_tokens_taken_total{model=\"scripted\"}"));
        }
    }

    /** Not streaming, streaming, and waiting for the first: a client that leaves frees its row. */
    @Test
    void aClientThatLeavesFreesItsRow() throws Exception {
        for (String query : new String[] {"tokens=500", "tokens=500&stream=1"}) {
            Semaphore steps = new Semaphore(5);
            ScriptedModel model = stepped(steps);
            try (ServedHere here = new ServedHere(ServedHere.options(), ServedHere.source("m", model))) {
                Socket socket = here.socket(request(here, query));
                Patience.until(() -> steps.availablePermits() == 0 && steps.hasQueuedThreads());
                assertThat(here.server.models().load("m").rows()).isEqualTo(1);
                socket.close();
                Patience.until(() -> here.server.state().runningCount() == 0);
                steps.release(1);
                Patience.until(() -> here.server.models().load("m").rows() == 0);
                assertThat(steps.availablePermits()).isZero();
                steps.release(1000);
            }
        }
    }

    /** Memory for one alone: the other waits, and leaves without having been let in. */
    @Test
    void aClientThatLeavesWhileItWaitsIsForgotten() throws Exception {
        Semaphore steps = new Semaphore(2);
        ScriptedModel model = stepped(steps);
        model.bytesPerToken = (1 << 20) / 60;
        try (ServedHere here = new ServedHere(ServedHere.options(), ServedHere.source("m", model))) {
            Socket first = here.socket(request(here, "tokens=50"));
            Patience.until(() -> here.server.models().load("m").rows() == 1);
            Socket second = here.socket(request(here, "tokens=50"));
            Patience.until(() -> here.server.models().load("m").waiting() == 1);
            second.close();
            Patience.until(() -> here.server.models().load("m").waiting() == 0);
            assertThat(here.server.models().load("m").requests()).isEqualTo(1);
            steps.release(1000);
            assertThat(ServedHere.until(first, "aaa")).startsWith("HTTP/1.1 200");
            first.close();
        }
    }

    @Test
    void closingLetsRequestsEndAndRefusesOthers() throws Exception {
        ServedHere here = new ServedHere(ServedHere.options().withDrain(Duration.ofSeconds(Patience.SECONDS)));
        CompletableFuture<HttpResponse<String>> running = here.later("/hold", "");
        Patience.until(() -> here.holding.get() == 1);
        try (Socket idle = here.socket("")) {
            Patience.until(() -> here.server.state().connectionCount() == 2);
            CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(here.server::closeDrained);
            assertThat(ServedHere.all(idle)).isEmpty();
            HttpResponse<String> health = here.get("/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).isEqualTo("{\"status\":\"closing\"}");
            HttpResponse<String> refused = here.post("/length", "abc");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(refused.body()).contains("The server is closing", "\"code\":\"server_closing\"");
            assertThat(closing).isNotDone();
            here.held.countDown();
            assertThat(running.get().body()).isEqualTo("{\"held\":true}");
            assertThat(closing.get()).isTrue();
        }
        assertThatThrownBy(() -> here.socket("")).isInstanceOf(java.io.IOException.class);
        here.close();
    }

    @Test
    void whatDoesNotEndInTimeIsCutOff() throws Exception {
        ServedHere here = new ServedHere(ServedHere.options().withDrain(Duration.ofMillis(200)));
        CompletableFuture<HttpResponse<String>> running = here.later("/hold", "");
        Patience.until(() -> here.holding.get() == 1);
        assertThat(here.server.closeDrained()).isFalse();
        assertThat(running.get().statusCode()).isEqualTo(503);
        assertThat(running.get().body()).contains("The server closes before this is answered", "\"server_closing\"");
        assertThat(here.cancelled.get()).isEqualTo(1);
        here.close();
    }

    @Test
    void aModelThatIsBeingOpenedIsTold() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        ModelSource slow = new ModelSource("slow", 1, () -> {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return ServedHere.open("slow", ServedHere.scripted());
        });
        try (ServedHere here = new ServedHere(ServedHere.options(), slow)) {
            CompletableFuture<HttpResponse<String>> first = here.later("/complete", "");
            Patience.until(() -> here.server.models().isLoading());
            assertThat(here.get("/health").body()).isEqualTo("{\"status\":\"loading\"}");
            open.countDown();
            assertThat(first.get().body()).isEqualTo("\"aaa\"");
        }
    }

    @Test
    void aPortInUseIsOneSentence() {
        try (ServedHere here = new ServedHere(ServedHere.options())) {
            ServeOptions same = ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, here.port()));
            assertThatThrownBy(() -> new ServedHere(same))
                    .hasMessageMatching(
                            "Port " + here.port() + " on 127\\.0\\.0\\.1 cannot be used \\(.*\\); choose another one"
                                    + " with --port, or --port 0 for any free one\\.");
            assertThat(here.server.address()).hasToString("http://127.0.0.1:" + here.port() + "/v1");
        }
    }
}
