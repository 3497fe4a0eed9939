package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import io.github.isotherm.chat.AnswerListener;
import io.github.isotherm.chat.AnswerReader;
import io.github.isotherm.chat.ToolCall;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.MarkedText;
import java.util.function.Consumer;

/** Hands the parts of an answer on as events while they come: text, thinking where it is wanted, whole calls. */
final class StreamedText implements GenerationListener, AnswerListener {
    private final AnswerReading reading;
    private final AnswerReader reader;
    private final Consumer<ChatModelStreamingEvent> events;

    /**
     * Parts of one answer.
     *
     * @param reading how the answer is read
     * @param events told of every part
     */
    StreamedText(AnswerReading reading, Consumer<ChatModelStreamingEvent> events) {
        this.reading = reading;
        this.events = events;
        reader = reading.reader(this);
    }

    @Override
    public void onMarked(MarkedText piece) {
        reader.add(piece);
    }

    /** Hands on what was held back, when the answer is whole. */
    void end() {
        reader.end();
    }

    @Override
    public void onText(String piece) {
        events.accept(new PartialResponse(piece));
    }

    @Override
    public void onThinking(String piece) {
        if (reading.returnsThinking()) {
            events.accept(new PartialThinking(piece));
        }
    }

    @Override
    public void onCall(int index, ToolCall call) {
        events.accept(new CompleteToolCall(index, AnswerReading.request(index, call)));
    }
}
