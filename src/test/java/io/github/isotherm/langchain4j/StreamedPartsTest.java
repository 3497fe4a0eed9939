package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.MarkedBytes;
import io.github.isotherm.generate.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What streaming models tell of text, thinking and calls while they come. */
@Timeout(Patience.SECONDS)
class StreamedPartsTest {
    private static final String TEXT = "I will look at the weather for you.";
    private static final String CALL = "<tool_call>{\"name\": \"weather\", \"arguments\": {}}</tool_call>";
    /** Begins thinking itself unless it is told not to. */
    private static final String THINKS =
            "{% for m in messages %}{{ m.reasoning_content }}{{ m.content }}{% endfor %}{% if enable_thinking is defined and "
                    + "not enable_thinking %}no{% endif %}[assistant] ";

    private static ChatRequest request(boolean tools) {
        ChatRequest.Builder request = ChatRequest.builder().messages(UserMessage.from("Hi"));
        return tools
                ? request.toolSpecifications(
                                ToolSpecification.builder().name("weather").build())
                        .build()
                : request.build();
    }

    private static IsothermStreamingChatModel streaming(LocalModel model, boolean thinking) {
        return IsothermStreamingChatModel.builder()
                .model(model)
                .maxOutputTokens(500)
                .returnThinking(thinking)
                .build();
    }

    static List<ChatModelStreamingEvent> handled(IsothermStreamingChatModel chat, ChatRequest request) {
        List<ChatModelStreamingEvent> events = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        chat.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                events.add(new PartialResponse(piece));
            }

            @Override
            public void onPartialThinking(PartialThinking thinking) {
                events.add(thinking);
            }

            @Override
            public void onPartialToolCall(PartialToolCall call) {
                events.add(call);
            }

            @Override
            public void onCompleteToolCall(CompleteToolCall call) {
                events.add(call);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                events.add(new CompleteResponse(response));
                done.complete(null);
            }

            @Override
            public void onError(Throwable error) {
                done.completeExceptionally(error);
            }
        });
        done.join();
        return events;
    }

    static List<ChatModelStreamingEvent> published(IsothermStreamingChatModel chat, ChatRequest request) {
        List<ChatModelStreamingEvent> events = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        chat.chat(request).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ChatModelStreamingEvent event) {
                events.add(event);
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
        return events;
    }

    private static String texts(List<ChatModelStreamingEvent> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event instanceof PartialResponse part ? part.text() : ""));
        return text.toString();
    }

    static AiMessage whole(List<ChatModelStreamingEvent> events) {
        return ((CompleteResponse) events.get(events.size() - 1)).chatResponse().aiMessage();
    }

    @Test
    void textStreamsWhileToolsAreOffered() {
        for (boolean publisher : new boolean[] {true, false}) {
            IsothermStreamingChatModel chat = streaming(Models.answering(TEXT), false);
            List<ChatModelStreamingEvent> events =
                    publisher ? published(chat, request(true)) : handled(chat, request(true));
            assertThat(events).hasSizeGreaterThan(25);
            assertThat(texts(events)).isEqualTo(TEXT).isEqualTo(whole(events).text());
        }
    }

    @Test
    void callsAreToldBehindTheTextAndOnce() {
        for (boolean publisher : new boolean[] {true, false}) {
            IsothermStreamingChatModel chat = streaming(Models.answering(TEXT + "\n" + CALL + CALL), false);
            List<ChatModelStreamingEvent> events =
                    publisher ? published(chat, request(true)) : handled(chat, request(true));
            assertThat(texts(events)).isEqualTo(TEXT).isEqualTo(whole(events).text());
            List<ToolExecutionRequest> requests = whole(events).toolExecutionRequests();
            assertThat(requests).extracting(ToolExecutionRequest::id).containsExactly("call_0", "call_1");
            assertThat(events.subList(events.size() - 3, events.size() - 1))
                    .isEqualTo(List.of(
                            new CompleteToolCall(0, requests.get(0)), new CompleteToolCall(1, requests.get(1))));
        }
    }

    @Test
    void callsOfOtherToolsAreText() {
        String answer = CALL.replace("weather", "other");
        List<ChatModelStreamingEvent> events = handled(streaming(Models.answering(answer), false), request(true));
        assertThat(texts(events)).isEqualTo(answer);
        assertThat(whole(events).hasToolExecutionRequests()).isFalse();
    }

    @Test
    void thinkingIsToldWhereItIsWanted() {
        String answer = "<think>\nHm.\n</think>\n\nYes.";
        for (boolean publisher : new boolean[] {true, false}) {
            IsothermStreamingChatModel wanted = streaming(Models.answering(answer), true);
            List<ChatModelStreamingEvent> events =
                    publisher ? published(wanted, request(false)) : handled(wanted, request(false));
            assertThat(events.subList(0, 3))
                    .containsExactly(new PartialThinking("H"), new PartialThinking("m"), new PartialThinking("."));
            assertThat(texts(events)).isEqualTo("Yes.");
            assertThat(whole(events).thinking()).isEqualTo("Hm.");
            List<ChatModelStreamingEvent> without = handled(streaming(Models.answering(answer), false), request(false));
            assertThat(without.get(0)).isEqualTo(new PartialResponse("Y"));
            assertThat(texts(without)).isEqualTo("Yes.");
            assertThat(whole(without).thinking()).isNull();
        }
    }

    private static ChatResponse blocking(LocalModel model, IsothermChatRequestParameters.Builder parameters) {
        return IsothermChatModel.builder()
                .model(model)
                .returnThinking(true)
                .build()
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Hi"))
                        .parameters(parameters.maxOutputTokens(20).build())
                        .build());
    }

    @Test
    void thinkingThatNothingEndsIsTheWholeAnswer() {
        ChatResponse response =
                blocking(Models.answering("<think>one two three four"), IsothermChatRequestParameters.builder());
        assertThat(response.aiMessage().text()).isEmpty();
        assertThat(response.aiMessage().thinking()).isEqualTo("one two three");
        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void anAnswerBeginsInsideThinkingWhereThePromptOpensIt() {
        MarkedBytes text = MarkedBytes.of("<think>", "</think>", "<end>");
        int[] said = text.encode("Hm.</think>Yes.<end>");
        LocalModel model = Models.over(
                new ScriptedModel(text.size(), 100_000, sequence -> {
                    int from = sequence.lastIndexOf(text.id("<think>")) + 1;
                    float[] logits = new float[text.size()];
                    logits[said[Math.min(said.length - 1, sequence.size() - from)]] = 100;
                    return logits;
                }),
                text,
                text,
                List.of(text.id("<end>")),
                "{% for m in messages %}{{ m.content }}{% endfor %}<think>");
        ChatResponse response = blocking(model, IsothermChatRequestParameters.builder());
        assertThat(response.aiMessage().thinking()).isEqualTo("Hm.");
        assertThat(response.aiMessage().text()).isEqualTo("Yes.");
    }

    @Test
    void thinkingIsSwitchedPerRequest() {
        int usual = tokens(IsothermChatRequestParameters.builder());
        assertThat(tokens(IsothermChatRequestParameters.builder().enableThinking(true)))
                .isEqualTo(usual);
        assertThat(tokens(IsothermChatRequestParameters.builder().enableThinking(false)))
                .isEqualTo(usual + 2);
        assertThat(tokens(IsothermChatRequestParameters.builder()
                        .templateVariables(Map.of("enable_thinking", true))
                        .enableThinking(false)))
                .isEqualTo(usual + 2);
        assertThat(IsothermChatModel.builder()
                        .model(Models.templated("Yes.", THINKS))
                        .enableThinking(false)
                        .build()
                        .chat(UserMessage.from("Hi"))
                        .tokenUsage()
                        .inputTokenCount())
                .isEqualTo(usual + 2);
    }

    private static int tokens(IsothermChatRequestParameters.Builder parameters) {
        LocalModel model = Models.templated("Yes.", THINKS);
        int counted = new IsothermTokenCountEstimator(model, parameters.build())
                .estimateTokenCountInMessage(UserMessage.from("Hi"));
        assertThat(blocking(model, parameters).tokenUsage().inputTokenCount()).isEqualTo(counted);
        return counted;
    }

    @Test
    void switchingThinkingIsRefusedWhereTheTemplateHasNoSwitch() {
        LocalModel model =
                Models.templated("Yes.", "{% for m in messages %}{{ m.thinking }}{% endfor %}thinking[assistant] ");
        assertThatThrownBy(() ->
                        blocking(model, IsothermChatRequestParameters.builder().enableThinking(true)))
                .isExactlyInstanceOf(UnsupportedFeatureException.class)
                .hasMessage(
                        "enableThinking is not supported by the model \"scripted\", whose chat template reads neither"
                                + " enable_thinking nor thinking; leave it out.");
        assertThatThrownBy(() -> IsothermChatModel.builder()
                        .model(model)
                        .enableThinking(false)
                        .build())
                .isExactlyInstanceOf(UnsupportedFeatureException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "{% if enable_thinking %}x{% endif %}; enable_thinking",
                "{%- if not thinking is defined %}{% set thinking = false %}{% endif %}; thinking",
                "{% if thinking %}x{% endif %}; thinking",
                "{% set thinking = m.thinking %}{{ thinking }}; -",
                "{{ m.thinking }} {{ m[\"thinking\"] }} thinking; -",
                "{{ dict(thinking = 1) }}; -"
            })
    void theSwitchOfATemplateIsFound(String template, String variable) {
        assertThat(ChatFormat.of(template, Map.of()).thinkingVariable().orElse(null))
                .isEqualTo(variable);
    }

    @Test
    void thinkingOfEarlierAnswersGoesToTheTemplate() {
        AiMessage earlier = AiMessage.builder().text("Yes.").thinking("Hm.").build();
        assertThat(RequestInputs.of(IsothermChatRequestParameters.builder().build())
                        .prompt(
                                ChatFormat.of(
                                        "{% for m in messages %}{{ m.reasoning_content }}/{{ m.thinking }}/{{ m.content }}{% endfor %}",
                                        Map.of()),
                                Conversation.said(List.of(earlier)),
                                () -> {}))
                .isEqualTo("Hm./Hm./Yes.");
    }

    @Test
    void parametersWithAnotherSwitchAreOthers() {
        IsothermChatRequestParameters on =
                IsothermChatRequestParameters.builder().enableThinking(true).build();
        IsothermChatRequestParameters off =
                IsothermChatRequestParameters.builder().enableThinking(false).build();
        assertThat(on.overrideWith(off)).isEqualTo(off).isNotEqualTo(on);
        assertThat(on.defaultedBy(off)).isEqualTo(on).asString().contains("enableThinking=true");
    }
}
