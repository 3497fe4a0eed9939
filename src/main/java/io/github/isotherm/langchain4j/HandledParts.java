package io.github.isotherm.langchain4j;

import dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.isotherm.chat.AnswerListener;
import io.github.isotherm.chat.ToolCall;
import io.github.isotherm.error.UserCodeException;

/** Parts of an answer for a handler, until it cancels. */
record HandledParts(StreamingChatResponseHandler handler, CancellationHandle handle) implements AnswerListener {
    @Override
    public void onText(String piece) {
        if (!handle.isCancelled()) {
            calling(() -> InternalStreamingChatResponseHandlerUtils.onPartialResponse(handler, piece, handle));
        }
    }

    @Override
    public void onThinking(String piece) {
        if (!handle.isCancelled()) {
            calling(() -> InternalStreamingChatResponseHandlerUtils.onPartialThinking(handler, piece, handle));
        }
    }

    @Override
    public void onArguments(int index, String name, String piece) {
        if (!handle.isCancelled()) {
            calling(() -> InternalStreamingChatResponseHandlerUtils.onPartialToolCall(
                    handler, ToolRequests.partial(index, name, piece), handle));
        }
    }

    @Override
    public void onCall(int index, ToolCall call) {
        if (!handle.isCancelled()) {
            calling(() -> InternalStreamingChatResponseHandlerUtils.onCompleteToolCall(
                    handler, new CompleteToolCall(index, ToolRequests.of(index, call))));
        }
    }

    /** Errors of theirs, which LangChain4j leaves alone, name their class. */
    private void calling(Runnable call) {
        UserCodeException.running("The handler", handler.getClass(), call);
    }
}
