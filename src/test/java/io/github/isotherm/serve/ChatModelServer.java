package io.github.isotherm.serve;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.langchain4j.Models;
import io.github.isotherm.wire.ListenAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A server for LangChain4j's client of OpenAI: the bundled model, and scripted ones for what that is too small to say. */
final class ChatModelServer implements AutoCloseable {
    static final String BUNDLED = "smollm2-135m-instruct";
    static final String ANOTHER = "another";
    static final String TRANSLATING = "translating";
    static final String REMEMBERING = "remembering";
    static final String CALLING_TWO_TOOLS = "calling-two-tools";
    static final String CALLING_FOR_MUNICH = "calling-for-munich";
    static final String FAILING = "failing";
    static final String FAILING_LATE = "failing-late";

    /** Scripted models write a byte a token. */
    private static final int TOKENS = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(Patience.SECONDS);

    /** Of the model that fails late. */
    final CountDownLatch seen = new CountDownLatch(1);

    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private final OpenAiServer server;

    /** Without a key. */
    ChatModelServer() {
        this(ServeOptions.at(new ListenAddress(ListenAddress.LOOPBACK, 0)));
    }

    ChatModelServer(ServeOptions options) {
        server = OpenAiServer.start(
                List.of(
                        source(BUNDLED, LocalModel::openBundled),
                        source(ANOTHER, () -> Models.answering("Berlin")),
                        source(TRANSLATING, Models::translating),
                        source(REMEMBERING, Models::rememberingTheColor),
                        source(CALLING_TWO_TOOLS, Models::callingTwoTools),
                        source(CALLING_FOR_MUNICH, Models::callingForMunich),
                        source(FAILING, Models::failing),
                        source(FAILING_LATE, this::failingLate)),
                Long.MAX_VALUE,
                options,
                lines::add);
    }

    private static ModelSource source(String name, Supplier<LocalModel> opening) {
        return new ModelSource(name, 1, opening);
    }

    /** Writes the letter x three times, and fails when somebody has seen one. */
    private LocalModel failingLate() {
        return Models.over(new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
            int end = sequence.size();
            if (sequence.subList(end - 3, end).stream().allMatch(id -> id == 'x')) {
                await();
                throw new ModelException("The weights are gone; put them back.");
            }
            float[] logits = new float[ByteCodec.SIZE];
            logits['x'] = 100;
            return logits;
        }));
    }

    private void await() {
        try {
            seen.await(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Requests that are being answered. */
    int running() {
        return server.state().runningCount();
    }

    String address() {
        return server.address().toString();
    }

    /** Models that nothing is said of but where they are. */
    OpenAiChatModel.OpenAiChatModelBuilder plain() {
        return OpenAiChatModel.builder()
                .baseUrl(address())
                .apiKey("none")
                .timeout(PATIENCE)
                .maxRetries(0);
    }

    OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder plainStreaming() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(address())
                .apiKey("none")
                .timeout(PATIENCE);
    }

    OpenAiChatModel.OpenAiChatModelBuilder model(String name) {
        return plain().modelName(name).temperature(0.0).maxTokens(TOKENS);
    }

    OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder streaming(String name) {
        return plainStreaming().modelName(name).temperature(0.0).maxTokens(TOKENS);
    }

    @Override
    public void close() {
        server.close();
    }
}
