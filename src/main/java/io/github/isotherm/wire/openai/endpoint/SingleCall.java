package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.chat.AnswerListener;
import io.github.isotherm.chat.AnswerReading;
import io.github.isotherm.chat.StreamedText;
import io.github.isotherm.chat.ToolCall;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.MarkedText;

/** Ends a generation behind the first call of a tool. */
final class SingleCall implements GenerationListener, AnswerListener {
    private final StreamedText parts;
    private boolean called;

    SingleCall(AnswerReading reading) {
        parts = new StreamedText(reading, this);
    }

    @Override
    public void onMarked(MarkedText piece) {
        parts.onMarked(piece);
    }

    @Override
    public void onText(String piece) {}

    @Override
    public void onCall(int index, ToolCall call) {
        called = true;
    }

    @Override
    public boolean wantsStop() {
        return called;
    }
}
