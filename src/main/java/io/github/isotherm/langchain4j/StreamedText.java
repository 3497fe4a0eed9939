package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import io.github.isotherm.generate.GenerationListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands pieces of text on while they come. An answer that may be calls of tools is held back until it is whole: what looks
 * like text could be the beginning of a call.
 */
record StreamedText(ChatTurn turn, Consumer<String> pieces) implements GenerationListener {
    @Override
    public void onText(String piece) {
        if (!turn.tools()) {
            pieces.accept(piece);
        }
    }

    /** The tool calls of a whole answer, numbered. */
    static List<CompleteToolCall> calls(ChatResponse response) {
        List<CompleteToolCall> calls = new ArrayList<>();
        response.aiMessage()
                .toolExecutionRequests()
                .forEach(request -> calls.add(new CompleteToolCall(calls.size(), request)));
        return calls;
    }
}
