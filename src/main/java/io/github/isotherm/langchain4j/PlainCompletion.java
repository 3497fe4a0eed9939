package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.Response;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What both language models do: complete text as it is, under the builder's parameters. */
final class PlainCompletion implements AutoCloseable {
    private final ChatEngine engine;
    private final IsothermChatRequestParameters parameters;
    private final CompletionOptions options;

    PlainCompletion(ModelBuilder<?> builder) {
        engine = builder.engine();
        parameters = builder.checkedDefaults(engine, false);
        options = RequestTranslation.answered(
                RequestTranslation.options(parameters, engine.model().name()), parameters, IntegerRange.LONG);
    }

    Response<String> run(String prompt, GenerationListener listener, Cancellation cancellation) {
        return response(engine.run(
                engine.plain(prompt, parameters, options, cancellation, System.nanoTime()), listener, cancellation));
    }

    /** Without holding a thread while the model works; the end is told on a thread of the executor. */
    void start(
            String prompt,
            GenerationListener listener,
            BiConsumer<@Nullable Response<String>, @Nullable Throwable> end) {
        long submitted = System.nanoTime();
        Cancellation cancellation = new Cancellation();
        engine.execute(() -> {
            try {
                CompletableFuture<?> unused = engine.start(
                        engine.plain(prompt, parameters, options, cancellation, submitted),
                        listener,
                        cancellation,
                        (response, failure) -> end.accept(response == null ? null : response(response), failure));
            } catch (Throwable e) {
                end.accept(null, Failures.translated(e));
            }
        });
    }

    private static Response<String> response(ChatResponse response) {
        IsothermChatResponseMetadata metadata = (IsothermChatResponseMetadata) response.metadata();
        return Response.from(
                response.aiMessage().text(),
                metadata.tokenUsage(),
                metadata.finishReason(),
                Map.of(
                        "modelName", metadata.modelName(),
                        "seed", metadata.seed(),
                        "chain", metadata.chain(),
                        "logprobs", metadata.logprobs()));
    }

    @Override
    public void close() {
        engine.close();
    }
}
