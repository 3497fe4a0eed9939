package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.LangChain4jException;
import io.github.isotherm.LocalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Many threads on one model: order, agreement, memory, close. */
class ConcurrencyIT {
    private static final int THREADS = 8;
    private static final int REQUESTS = 50;

    private static IsothermChatModel chat(LocalModel model) {
        return IsothermChatModel.builder()
                .model(model)
                .temperature(1.0)
                .seed(4L)
                .maxOutputTokens(2)
                .build();
    }

    /** Resident memory in MiB, where the system tells it. */
    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(Files.isReadable(status), "resident memory is read from /proc");
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024;
    }

    @Test
    void eightThreadsOfFiftyRequestsAgreeAndLeakNothing() throws Exception {
        try (LocalModel model = LocalModel.openBundled()) {
            IsothermChatModel chat = chat(model);
            Set<String> answers = ConcurrentHashMap.newKeySet();
            run(chat, answers, 10);
            System.gc();
            long before = resident();
            run(chat, answers, REQUESTS);
            System.gc();
            assertThat(answers).hasSize(1);
            assertThat(resident() - before).as("MiB grown").isLessThan(200);
        }
    }

    private static void run(IsothermChatModel chat, Set<String> answers, int requests) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(CompletableFuture.runAsync(
                    () -> {
                        for (int request = 0; request < requests; request++) {
                            answers.add(chat.chat("Say hello."));
                        }
                    },
                    threads));
        }
        all.forEach(CompletableFuture::join);
        threads.shutdown();
    }

    @Test
    void closingDuringARequestAnswersItWithAnError() throws Exception {
        LocalModel model = LocalModel.openBundled();
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(model)
                .temperature(0.0)
                .logitBias(java.util.Map.of(2, Double.NEGATIVE_INFINITY))
                .maxOutputTokens(4000)
                .build();
        CompletableFuture<String> running = CompletableFuture.supplyAsync(() -> chat.chat("Count to a million."));
        Thread.sleep(500);
        model.close();
        assertThatThrownBy(running::join)
                .hasCauseInstanceOf(LangChain4jException.class)
                .hasMessageContaining("The model is closed");
    }
}
