package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.Response;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ConstraintOutcome;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.ChainStep;
import io.github.isotherm.sampling.catalog.HalfCut;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorType;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import io.github.isotherm.sampling.processors.MinP;
import io.github.isotherm.sampling.processors.RepetitionPenalty;
import io.github.isotherm.sampling.processors.TopK;
import io.github.isotherm.sampling.processors.TopNSigma;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapters over a scripted model: tools, streaming, cancelling, errors, merging. No weights. */
@Timeout(Patience.SECONDS)
class ScriptedAdaptersTest {
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .description("The weather")
            .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
            .build();
    private static final String CALL =
            "Let me look.<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Berlin\"}}\n</tool_call>";

    private static IsothermChatModel chat(String answer) {
        return IsothermChatModel.builder()
                .model(Models.answering(answer))
                .maxOutputTokens(500)
                .build();
    }

    private static ChatRequest request(IsothermChatRequestParameters.Builder parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .parameters(parameters.build())
                .build();
    }

    private static IsothermChatRequestParameters.Builder parameters() {
        return IsothermChatRequestParameters.builder();
    }

    /** A model that never ends. */
    private static LocalModel endless() {
        return Models.over(new ScriptedModel(ByteCodec.SIZE, 1_000_000, sequence -> {
            float[] logits = new float[ByteCodec.SIZE];
            logits['x'] = 100;
            return logits;
        }));
    }

    @Test
    void aBuildersEngineOptionsAreThoseOfTheModelItOpens() {
        java.nio.file.Path folder = java.nio.file.Path.of("src", "test", "resources", "fixtures", "tiny-gqa");
        for (boolean asIs : new boolean[] {true, false}) {
            try (ChatEngine engine = IsothermChatModel.builder()
                    .modelPath(folder)
                    .engineOptions(io.github.isotherm.EngineOptions.defaults().withAsIs(asIs))
                    .engine()) {
                assertThat(engine.model().isAsIs()).isEqualTo(asIs);
            }
        }
    }

    @Test
    void aBuildersActivationsAreThoseOfTheModelItOpens() {
        java.nio.file.Path folder = java.nio.file.Path.of("src", "test", "resources", "fixtures", "tiny-gqa");
        for (Activations activations : Activations.values()) {
            try (ChatEngine engine = IsothermChatModel.builder()
                    .modelPath(folder)
                    .activations(activations)
                    .engine()) {
                assertThat(engine.model().activations()).isEqualTo(activations);
            }
        }
        try (ChatEngine engine = IsothermChatModel.builder().modelPath(folder).engine()) {
            assertThat(engine.model().activations()).isEqualTo(Activations.EXACT);
            assertThatThrownBy(() -> IsothermChatModel.builder()
                            .model(engine.model())
                            .activations(Activations.FAST)
                            .engine())
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("activations is fast but the model was opened with exact");
        }
    }

    @Test
    void answersThroughTheTemplate() {
        ChatResponse response = chat("Hello").chat(SystemMessage.from("Be kind"), UserMessage.from("Hi"));
        assertThat(response.aiMessage().text()).isEqualTo("Hello");
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.tokenUsage().inputTokenCount())
                .isEqualTo("[system] Be kind\n[user] Hi\n[assistant] ".length());
        assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(5);
    }

    @Test
    void templateVariablesReachTheTemplate() {
        String thought = "[think]";
        ChatResponse without = chat("Hello").chat(request(parameters()));
        ChatResponse with =
                chat("Hello").chat(request(parameters().templateVariables(java.util.Map.of("enable_thinking", true))));
        assertThat(with.tokenUsage().inputTokenCount())
                .isEqualTo(without.tokenUsage().inputTokenCount() + thought.length());
    }

    @Test
    void templateVariablesOfARequestCountOverTheModels() {
        IsothermChatRequestParameters model = IsothermChatRequestParameters.builder()
                .templateVariables(java.util.Map.of("enable_thinking", true))
                .build();
        IsothermChatRequestParameters request = IsothermChatRequestParameters.builder()
                .templateVariables(java.util.Map.of("enable_thinking", false))
                .build();
        IsothermChatRequestParameters none =
                IsothermChatRequestParameters.builder().build();
        assertThat(model.overrideWith(request)).isEqualTo(request);
        assertThat(model.overrideWith(none)).isEqualTo(model).isNotEqualTo(none);
        assertThat(model).hasToString(model.toString()).asString().contains("enable_thinking=true");
    }

    @Test
    void toolsAreToldAndCallsAreRead() {
        ChatResponse response = chat(CALL).chat(request(parameters().toolSpecifications(WEATHER)));
        assertThat(response.aiMessage().text()).isEqualTo("Let me look.");
        ToolExecutionRequest call = response.aiMessage().toolExecutionRequests().get(0);
        assertThat(call.name()).isEqualTo("weather");
        assertThat(call.arguments()).isEqualToIgnoringWhitespace("{\"city\":\"Berlin\"}");
        assertThat(call.id()).isNotBlank();
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    }

    @Test
    void withoutToolsAnAnswerIsText() {
        assertThat(chat(CALL).chat(request(parameters())).aiMessage().text()).isEqualTo(CALL);
        assertThat(chat(CALL)
                        .chat(request(parameters().toolSpecifications(WEATHER).toolChoice(ToolChoice.NONE)))
                        .aiMessage()
                        .text())
                .isEqualTo(CALL);
    }

    @Test
    void callsAndResultsGoBackThroughTheTemplate() {
        List<ChatMessage> messages = List.of(
                UserMessage.from("Weather?"),
                AiMessage.from(ToolExecutionRequest.builder()
                        .id("1")
                        .name("weather")
                        .arguments("{\"city\":\"Rome\"}")
                        .build()),
                ToolExecutionResultMessage.from("1", "weather", "sunny"));
        assertThat(RequestInputs.of(parameters().build())
                        .prompt(
                                io.github.isotherm.ChatFormat.of(
                                        "{% for m in messages %}{{ m.role }}:{{ m.content }}{% if m.tool_calls %}"
                                                + "{{ m.tool_calls | tojson }}{% endif %};{% endfor %}",
                                        java.util.Map.of()),
                                Conversation.said(messages),
                                () -> {}))
                .isEqualTo("user:Weather?;assistant:[{\"type\": \"function\", \"id\": \"1\", \"function\":"
                        + " {\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}}];tool:sunny;");
    }

    private static AiMessage offeredWeather(String answer) {
        return chat(answer)
                .chat(request(parameters().toolSpecifications(WEATHER)))
                .aiMessage();
    }

    @Test
    void otherFormsOfCallsAreRead() {
        assertThat(offeredWeather(
                                "[TOOL_CALLS][{\"name\":\"weather\",\"arguments\":{}},{\"name\":\"weather\",\"arguments\":{}}]")
                        .toolExecutionRequests())
                .extracting(ToolExecutionRequest::id)
                .containsExactly("call_0", "call_1");
        assertThat(offeredWeather("{\"name\":\"weather\",\"parameters\":{\"x\":1}}")
                        .toolExecutionRequests()
                        .get(0)
                        .arguments())
                .isEqualToIgnoringWhitespace("{\"x\":1}");
        assertThat(offeredWeather("<tool_call>{not json}</tool_call>").text())
                .isEqualTo("<tool_call>{not json}</tool_call>");
        assertThat(offeredWeather("{\"name\":\"weather\"}").toolExecutionRequests())
                .isEmpty();
    }

    @Test
    void aRequiredCallIsMadeWhereTheTemplateShowsNoWayOfWritingOne() {
        ChatResponse response = chat("").chat(request(
                parameters().maxOutputTokens(100).toolSpecifications(WEATHER).toolChoice(ToolChoice.REQUIRED)));
        assertThat(response.aiMessage().toolExecutionRequests())
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.name()).isEqualTo(WEATHER.name()));
    }

    /** Records everything a handler is told. */
    private static class Recorder implements StreamingChatResponseHandler {
        final List<String> pieces = Collections.synchronizedList(new ArrayList<>());
        final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        final List<CompleteToolCall> calls = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<ChatResponse> response = new CompletableFuture<>();

        @Override
        public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
            pieces.add(partial.text());
            threads.add(Thread.currentThread());
        }

        @Override
        public void onCompleteToolCall(CompleteToolCall call) {
            calls.add(call);
        }

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            response.complete(complete);
        }

        @Override
        public void onError(Throwable error) {
            response.completeExceptionally(error);
        }
    }

    private static IsothermStreamingChatModel streaming(LocalModel model) {
        return IsothermStreamingChatModel.builder()
                .model(model)
                .maxOutputTokens(500)
                .build();
    }

    @Test
    void streamedPiecesAreTheAnswerFromAnotherThread() {
        Recorder recorder = new Recorder();
        streaming(Models.answering("caffè 😀")).chat(request(parameters()), recorder);
        assertThat(recorder.response.join().aiMessage().text()).isEqualTo("caffè 😀");
        assertThat(recorder.pieces).containsExactly("c", "a", "f", "f", "è", " ", "😀");
        assertThat(recorder.threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void allIsToldByTheExecutorsOneThreadWhereItHasOne() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Recorder recorder = new Recorder();
            IsothermStreamingChatModel.builder()
                    .model(Models.answering("caffè 😀"))
                    .executor(one)
                    .build()
                    .chat(request(parameters()), recorder);
            recorder.response.join();
            assertThat(recorder.threads.stream().distinct()).hasSize(1).doesNotContain(Thread.currentThread());
        } finally {
            one.shutdown();
        }
    }

    @Test
    void streamedToolCallsComeWhole() {
        Recorder recorder = new Recorder();
        streaming(Models.answering(CALL)).chat(request(parameters().toolSpecifications(WEATHER)), recorder);
        assertThat(recorder.response.join().finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(recorder.pieces).containsExactly("L", "e", "t", " m", "e", " l", "o", "o", "k", ".");
        assertThat(recorder.calls).hasSize(1);
        assertThat(recorder.calls.get(0).index()).isZero();
    }

    @Test
    void cancellingEndsTheModelAndTheCallbacks() throws InterruptedException {
        LocalModel model = endless();
        CountDownLatch cancelled = new CountDownLatch(1);
        Recorder recorder = new Recorder() {
            @Override
            public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
                super.onPartialResponse(partial, context);
                if (pieces.size() == 5) {
                    context.streamingHandle().cancel();
                    assertThat(context.streamingHandle().isCancelled()).isTrue();
                    cancelled.countDown();
                }
            }
        };
        IsothermStreamingChatModel streaming = IsothermStreamingChatModel.builder()
                .model(model)
                .maxOutputTokens(900_000)
                .build();
        streaming.chat(request(parameters()), recorder);
        assertThat(cancelled.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        // The next request gets its turn, so the cancelled one is over.
        ChatResponse next = IsothermChatModel.builder()
                .model(model)
                .maxOutputTokens(1)
                .build()
                .chat(UserMessage.from("Hi"));
        assertThat(next.aiMessage().text()).isEqualTo("x");
        assertThat(recorder.pieces).hasSize(5);
        assertThat(recorder.response).isNotDone();
    }

    @Test
    void aCancelledFutureStopsTheModel() {
        LocalModel model = endless();
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(model)
                .maxOutputTokens(900_000)
                .build();
        CompletableFuture<ChatResponse> future = chat.chatAsync(request(parameters()));
        future.cancel(true);
        assertThat(chat.chat(request(parameters().maxOutputTokens(1)))
                        .aiMessage()
                        .text())
                .isEqualTo("x");
        assertThat(future).isCancelled();
    }

    @Test
    void asynchronousErrorsComeThroughTheFuture() {
        CompletableFuture<ChatResponse> future =
                IsothermChatModel.builder().model(Models.failing()).build().chatAsync(request(parameters()));
        assertThatThrownBy(future::join)
                .hasCauseInstanceOf(LangChain4jException.class)
                .hasMessageContaining("weights are gone");
    }

    /** Takes one event at a time, and asks for the next from a thread of its own. */
    @Test
    void aSlowSubscriberGetsEverythingInOrder() {
        List<ChatModelStreamingEvent> events = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> done = new CompletableFuture<>();
        streaming(Models.answering("abcdef")).chat(request(parameters())).subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(ChatModelStreamingEvent event) {
                events.add(event);
                CompletableFuture.runAsync(() -> subscription.request(1));
            }

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                done.complete(null);
            }
        });
        done.join();
        assertThat(events).hasSize(7);
        assertThat(events.subList(0, 6))
                .extracting(event -> ((PartialResponse) event).text())
                .containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(events.get(6)).isInstanceOf(CompleteResponse.class);
    }

    @Test
    void validationFailsInTheCallersThread() {
        Recorder recorder = new Recorder();
        assertThatThrownBy(() -> streaming(Models.answering(""))
                        .chat(request(parameters().modelName("other")), recorder))
                .isExactlyInstanceOf(UnsupportedFeatureException.class);
        assertThat(recorder.response).isNotDone();
    }

    @Test
    void aTimeoutIsAnError() {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(endless())
                .maxOutputTokens(900_000)
                .build();
        assertThatThrownBy(() -> chat.chat(request(parameters().timeout(Duration.ofMillis(50)))))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("50 ms");
    }

    @Test
    void aClosedModelSaysSo() {
        LocalModel model = Models.answering("x");
        IsothermChatModel chat = IsothermChatModel.builder().model(model).build();
        chat.close();
        assertThat(chat.chat("Hi")).isEqualTo("x");
        model.close();
        assertThatThrownBy(() -> chat.chat("Hi"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void badValuesAreInvalidRequests() {
        assertThatThrownBy(() -> chat("x").chat(request(parameters().temperature(-1.0))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("temperature is -1");
        assertThatThrownBy(() -> IsothermChatModel.builder()
                        .model(Models.answering(""))
                        .topP(1.5)
                        .build())
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aChainTakesThePlaceOfInheritedSampling() {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.answering("x"))
                .temperature(0.3)
                .topK(5)
                .build();
        ChatResponse response =
                chat.chat(request(parameters().chain(ProcessorCatalog.standard().parse("min-p=0.1 > temperature=2"))));
        assertThat(((IsothermChatResponseMetadata) response.metadata()).chain()).isEqualTo("min-p=0.1 > temperature=2");
        assertThatThrownBy(() -> chat.chat(request(
                        parameters().topP(0.5).chain(ProcessorCatalog.standard().parse("temperature=2")))))
                .isExactlyInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("beside a chain");
    }

    private static String chainOf(IsothermChatModel chat, IsothermChatRequestParameters.Builder parameters) {
        return ((IsothermChatResponseMetadata) chat.chat(request(parameters)).metadata()).chain();
    }

    @Test
    void everyProcessorOfTheCatalogIsAParameterOfARequest() {
        ProcessorCatalog catalog = ProcessorCatalog.standard().with(HalfCut.TYPE);
        for (ProcessorType type : catalog.types()) {
            type.first().ifPresent(first -> {
                String text = type.name() + (first.contains("=") ? "(" + first + ")" : "=" + first);
                ChainStep step = catalog.parse(text).steps().get(0);
                assertThat(chainOf(chat("x"), parameters().sampling(SamplingSettings.NONE.with(step, catalog))))
                        .startsWith(step.name().equals("dry") ? "dry(multiplier=0.8, " : step.toString());
            });
        }
    }

    @Test
    void aConstrainedAnswerSaysWhetherItIsWholeAndWhatThatCost() {
        SamplingSettings yesOrNo = SamplingSettings.of(new ChoiceConstraint(List.of("yes", "no")));
        ChatResponse response = chat("no").chat(request(parameters().sampling(yesOrNo)));
        ConstraintOutcome outcome = ((IsothermChatResponseMetadata) response.metadata()).constraint();
        assertThat(response.aiMessage().text()).isEqualTo("no");
        assertThat(outcome).isNotNull();
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.logProbability()).isBetween(-0.01, 0.0);
        assertThat(((IsothermChatResponseMetadata)
                                chat("no").chat(request(parameters())).metadata())
                        .constraint())
                .isNull();
        IsothermChatResponseMetadata metadata = (IsothermChatResponseMetadata) response.metadata();
        assertThat(metadata.toBuilder().build()).isEqualTo(metadata).hasToString(metadata.toString());
        assertThat(metadata.toBuilder().constraint(null).build()).isNotEqualTo(metadata);
    }

    @Test
    void theLaterOfARequestAndItsDefaultsCountsWhicheverWayItIsSet() {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.answering("x"))
                .minP(0.2)
                .topK(5)
                .sampling(SamplingSettings.of(new TopNSigma(1), new RepetitionPenalty(1.5)))
                .build();
        assertThat(chainOf(chat, parameters()))
                .isEqualTo("repetition-penalty=1.5 > top-k=5 > min-p=0.2 > top-n-sigma=1");
        assertThat(chainOf(chat, parameters().sampling(SamplingSettings.of(new MinP(0.3), new TopK(7)))))
                .isEqualTo("repetition-penalty=1.5 > top-k=7 > min-p=0.3 > top-n-sigma=1");
        assertThat(chainOf(chat, parameters().repetitionPenalty(1.2).sampling(SamplingSettings.of(new TopNSigma(2)))))
                .isEqualTo("repetition-penalty=1.2 > top-k=5 > min-p=0.2 > top-n-sigma=2");
    }

    @Test
    void oneRequestSetsAKindOneWay() {
        assertThatThrownBy(() ->
                        chat("x").chat(request(parameters().topK(3).sampling(SamplingSettings.of(new TopK(4))))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("top-k is set twice");
        assertThatThrownBy(() -> chat("x")
                        .chat(request(parameters()
                                .chain(ProcessorCatalog.standard().parse("temperature=2"))
                                .sampling(SamplingSettings.of(new MinP(0.1))))))
                .isExactlyInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("beside a chain");
    }

    @Test
    void aChainTakesThePlaceOfInheritedSettingsByKind() {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.answering("x"))
                .sampling(SamplingSettings.of(new TopNSigma(1)))
                .build();
        assertThat(chainOf(chat, parameters().chain(ProcessorCatalog.standard().parse("temperature=2"))))
                .isEqualTo("temperature=2");
    }

    @Test
    void processorsOfTheUsersOwnDecide() {
        ChatResponse response = chat("x")
                .chat(request(parameters()
                        .maxOutputTokens(3)
                        .logitsProcessors(
                                List.of((candidates, context) -> candidates.retainOnly(candidates.indexOf('q'))))));
        assertThat(response.aiMessage().text()).isEqualTo("qqq");
    }

    @Test
    void languageModelsCompletePlainText() {
        LocalModel model = endless();
        Response<String> response = IsothermLanguageModel.builder()
                .model(model)
                .maxOutputTokens(4)
                .seed(9L)
                .build()
                .generate("This is a wonderful");
        assertThat(response.content()).isEqualTo("xxxx");
        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(19);
        assertThat(response.metadata()).containsEntry("seed", 9L).containsEntry("modelName", Models.NAME);

        List<String> pieces = new ArrayList<>();
        CompletableFuture<Response<String>> done = new CompletableFuture<>();
        IsothermStreamingLanguageModel.builder()
                .model(model)
                .maxOutputTokens(4)
                .seed(9L)
                .build()
                .generate("This is a wonderful", new StreamingResponseHandler<>() {
                    @Override
                    public void onNext(String piece) {
                        pieces.add(piece);
                    }

                    @Override
                    public void onComplete(Response<String> complete) {
                        done.complete(complete);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        done.completeExceptionally(failure);
                    }
                });
        assertThat(done.join().content()).isEqualTo("xxxx");
        assertThat(pieces).containsExactly("x", "x", "x", "x");
    }

    @Test
    void theEstimatorCountsTheTemplateToo() {
        IsothermTokenCountEstimator estimator = new IsothermTokenCountEstimator(Models.answering("x"));
        assertThat(estimator.estimateTokenCountInText("four")).isEqualTo(4);
        assertThat(estimator.estimateTokenCountInMessage(UserMessage.from("Hi")))
                .isEqualTo("[user] Hi\n[assistant] ".length());
        assertThat(estimator.estimateTokenCountInMessages(List.of(SystemMessage.from("a"), UserMessage.from("b"))))
                .isEqualTo("[system] a\n[user] b\n[assistant] ".length());
        assertThat(estimator.estimateTokenCountInMessages(List.of())).isZero();
    }

    @Test
    void aFactoryOnTheClassPathMakesTheBuilder() {
        int before = CountingBuilderFactory.ASKED.get();
        assertThat(IsothermStreamingLanguageModel.builder()).isNotNull();
        assertThat(CountingBuilderFactory.ASKED).hasValueGreaterThan(before);
    }
}
