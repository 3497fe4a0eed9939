package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Variables, time and an end reach the chat template from every adapter. A byte is a token. */
@Timeout(Patience.SECONDS)
class TemplateInputsTest {
    private static final LocalDateTime DAY = LocalDateTime.of(2024, 7, 26, 14, 5);
    private static final String DATED =
            "{% if dated %}{{ strftime_now('%Y-%m-%d') }}{% endif %}{% for m in messages %}{{ m.content }}{% endfor %}"
                    + "{{ tools | tojson if tools else '' }}[assistant] ";
    /** Long enough that it is asked whether to go on, short enough that it would end by itself; a block reads what it needs late. */
    private static final String SLOW =
            "{% if begun %}{% endif %}{% for i in range(99999) %}{% for j in range(50) %}{% endfor %}{% endfor %}"
                    + "{% block last %}{% if wentOn %}{% endif %}{% endblock %}[assistant] ";

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean wentOn = new AtomicBoolean();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static ChatRequest request(IsothermChatRequestParameters.Builder parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .parameters(parameters.maxOutputTokens(3).build())
                .build();
    }

    private static IsothermChatRequestParameters.Builder parameters() {
        return IsothermChatRequestParameters.builder();
    }

    private static IsothermChatRequestParameters.Builder dated() {
        return parameters().templateVariables(Map.of("dated", true));
    }

    private static IsothermChatResponseMetadata metadata(ChatResponse response) {
        return (IsothermChatResponseMetadata) response.metadata();
    }

    @Test
    void theTimeThatTheTemplateReadIsTold() {
        try (IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.templated("Hello", DATED))
                .templateTime(DAY)
                .build()) {
            assertThat(metadata(chat.chat(request(dated()))).templateTime()).isEqualTo(DAY);
            assertThat(metadata(chat.chat(request(dated().templateTime(DAY.plusDays(1)))))
                            .templateTime())
                    .isEqualTo(DAY.plusDays(1));
            assertThat(metadata(chat.chat(request(parameters()))).templateTime())
                    .isNull();
            assertThat(metadata(chat.chatAsync(request(dated())).join()).templateTime())
                    .isEqualTo(DAY);
        }
    }

    @Test
    void aTimeThatWasChosenIsTold() {
        LocalDateTime before = LocalDateTime.now().minusSeconds(1);
        try (IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.templated("Hello", DATED))
                .build()) {
            assertThat(metadata(chat.chat(request(dated()))).templateTime()).isBetween(before, LocalDateTime.now());
        }
    }

    @Test
    void metadataWithAnotherTimeIsAnother() {
        IsothermChatResponseMetadata some =
                IsothermChatResponseMetadata.builder().templateTime(DAY).build();
        assertThat(some.toBuilder().build()).isEqualTo(some).hasToString(some.toString());
        assertThat(some.toBuilder().templateTime(null).build()).isNotEqualTo(some);
    }

    @Test
    void theEstimatorCountsWhatARequestCosts() {
        LocalModel model = Models.templated("Hello", DATED);
        ToolSpecification tool = ToolSpecification.builder().name("t").build();
        UserMessage hi = UserMessage.from("Hi");
        int plain = "Hi[assistant] ".length();
        assertThat(new IsothermTokenCountEstimator(model).estimateTokenCountInMessage(hi))
                .isEqualTo(plain);
        assertThat(new IsothermTokenCountEstimator(model, dated().build()).estimateTokenCountInMessage(hi))
                .isEqualTo(plain + "2024-07-26".length());
        try (IsothermChatModel chat = IsothermChatModel.builder().model(model).build()) {
            IsothermChatRequestParameters.Builder told = dated().toolSpecifications(tool);
            assertThat(new IsothermTokenCountEstimator(model, told.build()).estimateTokenCountInMessage(hi))
                    .isEqualTo(chat.chat(request(told)).tokenUsage().inputTokenCount())
                    .isGreaterThan(plain + 20);
            assertThat(new IsothermTokenCountEstimator(
                                    model, told.toolChoice(ToolChoice.NONE).build())
                            .estimateTokenCountInMessage(hi))
                    .isEqualTo(plain + "2024-07-26".length());
        }
    }

    private static int decided(IsothermDecisionModel.Builder builder) {
        DecisionRequest request = DecisionRequest.builder()
                .input(TextInput.from("It rains."))
                .questions(Map.of("wet", YesNoQuestion.from("Is it wet?")))
                .build();
        try (IsothermDecisionModel decisions = builder.build()) {
            return decisions.decide(request).tokenUsage().inputTokenCount();
        }
    }

    @Test
    void decisionsReadVariablesAndTime() {
        LocalModel model = Models.templated("Hello", DATED.replace("%Y-%m-%d", "%A"));
        int plain = decided(IsothermDecisionModel.builder().model(model).scoring(DecisionScoring.DIRECT));
        IsothermDecisionModel.Builder dated = IsothermDecisionModel.builder()
                .model(model)
                .scoring(DecisionScoring.DIRECT)
                .templateVariables(Map.of("dated", true));
        assertThat(decided(dated.templateTime(DAY)) - plain).isEqualTo("Friday".length());
        assertThat(decided(dated.templateTime(DAY.minusDays(2))) - plain).isEqualTo("Wednesday".length());
    }

    @Test
    void theChannelRefusesWhatItDoesNotRead() {
        LocalModel model = Models.answering("Hello");
        assertThatThrownBy(() -> IsothermDecisionModel.builder()
                        .model(model)
                        .templateVariables(Map.of("dated", true))
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("templateVariables of a decision model are read by direct scoring alone");
        assertThatThrownBy(() -> IsothermDecisionModel.builder()
                        .model(model)
                        .scoring(DecisionScoring.CHANNEL)
                        .templateTime(DAY)
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("templateTime");
    }

    /** A variable that runs some code when a template first reads it. */
    private static Number hook(Runnable read) {
        return new BigDecimal(0) {
            @Override
            public String toString() {
                read.run();
                return "0";
            }
        };
    }

    /** Variables of a template that waits for its end when it has begun. */
    private Map<String, Object> waiting() {
        return Map.of(
                "begun",
                hook(() -> {
                    begun.countDown();
                    awaitQuietly(ended);
                }),
                "wentOn",
                hook(() -> wentOn.set(true)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitWorker() throws InterruptedException {
        executor.shutdown();
        assertThat(executor.awaitTermination(Patience.SECONDS, TimeUnit.SECONDS))
                .isTrue();
    }

    private ChatRequest slow() {
        return request(parameters().templateVariables(waiting()));
    }

    @Test
    void aSlowTemplateThatNobodyEndsGoesOn() {
        ended.countDown();
        IsothermChatModel.builder()
                .model(Models.templated("Hello", SLOW))
                .build()
                .chat(slow());
        assertThat(wentOn).isTrue();
    }

    @Test
    void cancellingTheFutureEndsTheTemplate() throws InterruptedException {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.templated("Hello", SLOW))
                .executor(executor)
                .build();
        CompletableFuture<ChatResponse> future = chat.chatAsync(slow());
        begun.await();
        future.cancel(true);
        ended.countDown();
        awaitWorker();
        assertThat(wentOn).isFalse();
    }

    @Test
    void cancellingTheSubscriptionEndsTheTemplate() throws InterruptedException {
        IsothermStreamingChatModel chat = IsothermStreamingChatModel.builder()
                .model(Models.templated("Hello", SLOW))
                .executor(executor)
                .build();
        CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        chat.chat(slow()).subscribe(new Flow.Subscriber<ChatModelStreamingEvent>() {
            @Override
            public void onSubscribe(Flow.Subscription value) {
                subscription.complete(value);
            }

            @Override
            public void onNext(ChatModelStreamingEvent event) {}

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        begun.await();
        subscription.join().cancel();
        ended.countDown();
        awaitWorker();
        assertThat(wentOn).isFalse();
    }

    @Test
    void interruptingTheCallerEndsTheTemplate() throws InterruptedException {
        IsothermChatModel chat = IsothermChatModel.builder()
                .model(Models.templated("Hello", SLOW))
                .build();
        CompletableFuture<Boolean> refused = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            assertThatThrownBy(() -> chat.chat(slow())).isInstanceOf(LangChain4jException.class);
            refused.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        begun.await();
        caller.interrupt();
        ended.countDown();
        assertThat(refused.join()).isTrue();
        assertThat(wentOn).isFalse();
    }

    @Test
    void cancellingADecisionEndsTheTemplate() throws InterruptedException {
        IsothermDecisionModel decisions = IsothermDecisionModel.builder()
                .model(Models.templated("Hello", SLOW))
                .scoring(DecisionScoring.DIRECT)
                .templateVariables(waiting())
                .executor(executor)
                .build();
        CompletableFuture<?> future = decisions.decideAsync(DecisionRequest.builder()
                .input(TextInput.from("It rains."))
                .questions(Map.of("wet", YesNoQuestion.from("Is it wet?")))
                .build());
        begun.await();
        future.cancel(true);
        ended.countDown();
        awaitWorker();
        assertThat(wentOn).isFalse();
    }
}
