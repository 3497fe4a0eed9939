package io.github.isotherm.chat;

import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.MarkedText;

/** Hands the parts of an answer on while they come: text, thinking where it is wanted, calls. */
public final class StreamedText implements GenerationListener, AnswerListener {
    private final AnswerReading reading;
    private final AnswerReader reader;
    private final AnswerListener parts;

    /**
     * Parts of one answer.
     *
     * @param reading how the answer is read
     * @param parts told of every part
     */
    public StreamedText(AnswerReading reading, AnswerListener parts) {
        this.reading = reading;
        this.parts = parts;
        reader = reading.reader(this);
    }

    @Override
    public void onMarked(MarkedText piece) {
        reader.add(piece);
    }

    /**
     * Hands on what was held back, when the answer is whole.
     *
     * @return its parts, thinking among them whether it is told or not
     */
    public Answer end() {
        return reader.end();
    }

    @Override
    public void onText(String piece) {
        parts.onText(piece);
    }

    @Override
    public void onThinking(String piece) {
        if (reading.returnsThinking()) {
            parts.onThinking(piece);
        }
    }

    @Override
    public void onArguments(int index, String name, String piece) {
        parts.onArguments(index, name, piece);
    }

    @Override
    public void onCall(int index, ToolCall call) {
        parts.onCall(index, call);
    }
}
