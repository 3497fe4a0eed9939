package io.github.isotherm.langchain4j;

import dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.isotherm.chat.AnswerListener;
import io.github.isotherm.chat.ToolCall;

/** Parts of an answer for a handler, until it cancels. */
record HandledParts(StreamingChatResponseHandler handler, CancellationHandle handle) implements AnswerListener {
    @Override
    public void onText(String piece) {
        if (!handle.isCancelled()) {
            InternalStreamingChatResponseHandlerUtils.onPartialResponse(handler, piece, handle);
        }
    }

    @Override
    public void onThinking(String piece) {
        if (!handle.isCancelled()) {
            InternalStreamingChatResponseHandlerUtils.onPartialThinking(handler, piece, handle);
        }
    }

    @Override
    public void onArguments(int index, String name, String piece) {
        if (!handle.isCancelled()) {
            InternalStreamingChatResponseHandlerUtils.onPartialToolCall(
                    handler, ToolRequests.partial(index, name, piece), handle);
        }
    }

    @Override
    public void onCall(int index, ToolCall call) {
        if (!handle.isCancelled()) {
            InternalStreamingChatResponseHandlerUtils.onCompleteToolCall(
                    handler, new CompleteToolCall(index, ToolRequests.of(index, call)));
        }
    }
}
