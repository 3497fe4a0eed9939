package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.isotherm.generate.Cancellation;

/** LangChain4j's handle on a running answer. */
record CancellationHandle(Cancellation cancellation) implements StreamingHandle {
    @Override
    public void cancel() {
        cancellation.cancel();
    }

    @Override
    public boolean isCancelled() {
        return cancellation.isCancelled();
    }
}
