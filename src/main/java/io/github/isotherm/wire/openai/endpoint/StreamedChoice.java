package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.Completion;
import io.github.isotherm.chat.Answer;
import io.github.isotherm.chat.AnswerListener;
import io.github.isotherm.chat.StreamedText;
import io.github.isotherm.chat.ToolCall;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.wire.openai.ChatChoice;
import io.github.isotherm.wire.openai.ChatDelta;
import io.github.isotherm.wire.openai.ChatLogprobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One sample of an answer in pieces. Each piece brings the log-probabilities of the tokens since the one before. */
final class StreamedChoice implements GenerationListener, AnswerListener {
    private final ChatEndpoint.Answering answering;
    private final int index;
    private final Consumer<String> events;
    private final StreamedText parts;
    private final List<StepTrace> traces = new ArrayList<>();
    private boolean begun;
    private int calls;
    private boolean writesCall;

    /**
     * A sample.
     *
     * @param answering what is answered
     * @param index of the sample
     * @param events where pieces go
     */
    StreamedChoice(ChatEndpoint.Answering answering, int index, Consumer<String> events) {
        this.answering = answering;
        this.index = index;
        this.events = events;
        parts = new StreamedText(answering.reading(), this);
    }

    @Override
    public void onToken(int id, @Nullable StepTrace trace) {
        if (trace != null) {
            traces.add(trace);
        }
    }

    @Override
    public void onMarked(MarkedText piece) {
        parts.onMarked(piece);
    }

    @Override
    public boolean wantsStop() {
        return calls > 0 && answering.stopsAtCall();
    }

    @Override
    public void onText(String piece) {
        send(ChatDelta.text(piece));
    }

    @Override
    public void onThinking(String piece) {
        send(ChatDelta.thinking(piece));
    }

    @Override
    public void onArguments(int call, String name, String piece) {
        if (!writesCall) {
            writesCall = true;
            send(ChatDelta.call(call, answering.newCallId(), name));
        }
        send(ChatDelta.arguments(call, piece));
    }

    @Override
    public void onCall(int number, ToolCall call) {
        if (!writesCall) {
            String id = call.id();
            send(ChatDelta.call(number, id == null ? answering.newCallId() : id, call.name()));
            send(ChatDelta.arguments(number, call.arguments()));
        }
        writesCall = false;
        calls++;
    }

    private void send(ChatDelta delta) {
        begin();
        events.accept(answering.reply().chunk(index, delta, logprobs()));
    }

    private void begin() {
        if (!begun) {
            begun = true;
            events.accept(answering.reply().chunk(index, ChatDelta.ROLE, null));
        }
    }

    /** Of the tokens that no piece has come with yet. */
    private @Nullable Map<String, @Nullable Object> logprobs() {
        ChatLogprobs logprobs = answering.logprobs();
        if (logprobs == null) {
            return null;
        }
        Map<String, @Nullable Object> told = logprobs.of(traces);
        traces.clear();
        return told;
    }

    /** Tells what was held back, and why it ended; returns that. */
    String end(Completion completion) {
        Answer answer = parts.end();
        begin();
        String reason = ChatChoice.finishReason(answer, completion.finishReason());
        events.accept(answering.reply().end(index, reason, logprobs()));
        return reason;
    }
}
