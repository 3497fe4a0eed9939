package io.github.isotherm.langchain4j.spring;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.Response;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ByteVocabulary;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.langchain4j.IsothermChatModel;
import io.github.isotherm.langchain4j.IsothermLanguageModel;
import io.github.isotherm.langchain4j.IsothermStreamingChatModel;
import io.github.isotherm.langchain4j.IsothermStreamingLanguageModel;
import io.github.isotherm.langchain4j.IsothermTokenCountEstimator;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * A Spring Boot application that is started with another version of langchain4j-core on its class path than ours. Prints, for
 * each thing that it tries, its name and what came of it.
 */
public final class HostApplication {
    private static final ApplicationContextRunner RUNNER = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(IsothermAutoConfiguration.class))
            .withBean(LocalModel.class, HostApplication::answeringOk)
            .withBean(ChatModelListener.class, Requests::new);

    private HostApplication() {}

    /**
     * Tries everything.
     *
     * @param args none
     */
    public static void main(String[] args) {
        attempt("nothing-set", () -> bean("none", IsothermChatModel.class, none -> "started"));
        attempt("chat-model", () -> bean("chat-model", IsothermChatModel.class, HostApplication::chat));
        attempt("chat-model-async", () -> bean("chat-model", IsothermChatModel.class, HostApplication::async));
        attempt(
                "streaming-chat-model",
                () -> bean("streaming-chat-model", IsothermStreamingChatModel.class, HostApplication::stream));
        attempt("tools", () -> bean("chat-model", IsothermChatModel.class, HostApplication::tools));
        attempt(
                "streamed-tools",
                () -> bean("streaming-chat-model", IsothermStreamingChatModel.class, HostApplication::streamedTools));
        attempt(
                "language-model",
                () -> bean(
                        "language-model",
                        IsothermLanguageModel.class,
                        model -> model.generate("Hi").content()));
        attempt(
                "streaming-language-model",
                () -> bean("streaming-language-model", IsothermStreamingLanguageModel.class, HostApplication::stream));
        attempt("token-count-estimator", () -> "" + estimate());
        attempt("publisher", () -> bean("streaming-chat-model", IsothermStreamingChatModel.class, Published::answer));
        attempt("decision-model", () -> decision());
        System.exit(0);
    }

    private interface Attempt {
        String result() throws Exception;
    }

    private interface Use<T> {
        String of(T bean) throws Exception;
    }

    private static void attempt(String name, Attempt attempt) {
        String result;
        try {
            result = attempt.result();
        } catch (Throwable e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            result = cause.toString();
        }
        System.out.println(name + ": " + result);
    }

    private static <T> String bean(String property, Class<T> type, Use<T> use) throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        RUNNER.withPropertyValues("langchain4j.isotherm." + property + ".enabled=true")
                .run(context -> {
                    if (context.getStartupFailure() != null) {
                        result.completeExceptionally(context.getStartupFailure());
                    } else {
                        T bean = property.equals("none") ? null : context.getBean(type);
                        result.complete(use.of(bean));
                    }
                });
        return result.get(30, TimeUnit.SECONDS);
    }

    private static String chat(IsothermChatModel model) {
        return model.chat(request()).aiMessage().text();
    }

    private static String async(IsothermChatModel model) throws Exception {
        return model.doChatAsync(request())
                .get(30, TimeUnit.SECONDS)
                .aiMessage()
                .text();
    }

    private static String stream(IsothermStreamingChatModel model) throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        StringBuilder pieces = new StringBuilder();
        model.chat(request(), new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.append(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        whole.get(30, TimeUnit.SECONDS);
        return pieces.toString();
    }

    private static String stream(IsothermStreamingLanguageModel model) throws Exception {
        CompletableFuture<String> whole = new CompletableFuture<>();
        model.generate("Hi", new StreamingResponseHandler<String>() {
            @Override
            public void onNext(String token) {}

            @Override
            public void onComplete(Response<String> response) {
                whole.complete(response.content());
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        return whole.get(30, TimeUnit.SECONDS);
    }

    private static int estimate() {
        return new IsothermTokenCountEstimator(answeringOk()).estimateTokenCountInText("four");
    }

    private static String decision() throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        RUNNER.withPropertyValues("langchain4j.isotherm.decision-model.enabled=true")
                .run(context -> {
                    if (context.getStartupFailure() != null) {
                        result.completeExceptionally(context.getStartupFailure());
                    } else {
                        result.complete(Decided.by(context));
                    }
                });
        return result.get(30, TimeUnit.SECONDS);
    }

    /** A tool, a call of it and what it gave; the template writes "Hi" of them. */
    private static String tools(IsothermChatModel model) {
        return model.chat(ChatRequest.builder()
                        .messages(
                                AiMessage.from(ToolExecutionRequest.builder()
                                        .id("1")
                                        .name("add")
                                        .arguments("{\"a\": 1}")
                                        .build()),
                                ToolExecutionResultMessage.from("1", "add", "i"))
                        .toolSpecifications(ToolSpecification.builder()
                                .name("add")
                                .parameters(JsonObjectSchema.builder()
                                        .addIntegerProperty("a")
                                        .build())
                                .build())
                        .build())
                .aiMessage()
                .text();
    }

    /** The pieces of a required call, and the call. */
    private static String streamedTools(IsothermStreamingChatModel model) throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        StringBuilder told = new StringBuilder();
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .toolSpecifications(ToolSpecification.builder().name("now").build())
                .toolChoice(ToolChoice.REQUIRED)
                .build();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onPartialToolCall(PartialToolCall piece) {
                told.append(piece.name()).append(piece.partialArguments());
            }

            @Override
            public void onCompleteToolCall(CompleteToolCall call) {
                told.append(" ").append(call.toolExecutionRequest().name());
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        whole.get(30, TimeUnit.SECONDS);
        return told.toString();
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("Hi")).build();
    }

    /** Says "OK" and ends, one byte a token; text and conversation end with "Hi". */
    private static LocalModel answeringOk() {
        byte[] answer = "OK\0".getBytes(StandardCharsets.US_ASCII);
        return LocalModel.of(new ModelParts(
                "scripted",
                new ScriptedModel(ByteCodec.SIZE, 1000, sequence -> {
                    float[] logits = new float[ByteCodec.SIZE];
                    logits[answer[Math.min(2, Math.max(0, sequence.size() - 2))]] = 100;
                    return logits;
                }),
                new ByteCodec(),
                new ByteVocabulary(),
                SamplingSettings.NONE,
                List.of(0),
                ChatFormat.of(
                        "{% for m in messages %}{% if m.tool_calls and tools[0].function.parameters.properties.a %}H"
                                + "{% else %}{{ m.content }}{% endif %}{% endfor %}",
                        Map.of())));
    }

    private static final class Requests implements ChatModelListener {
        @Override
        public void onRequest(ChatModelRequestContext context) {}
    }
}
