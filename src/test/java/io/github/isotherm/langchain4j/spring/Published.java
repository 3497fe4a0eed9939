package io.github.isotherm.langchain4j.spring;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.PartialResponse;
import io.github.isotherm.langchain4j.IsothermStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** What only a version of LangChain4j with publishers can read. */
final class Published implements Flow.Subscriber<ChatModelStreamingEvent> {
    private final CompletableFuture<String> whole = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    static String answer(IsothermStreamingChatModel model) throws Exception {
        Published published = new Published();
        model.chat(ChatRequest.builder().messages(UserMessage.from("Hi")).build())
                .subscribe(published);
        return published.whole.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChatModelStreamingEvent event) {
        if (event instanceof PartialResponse piece) {
            text.append(piece.text());
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(text.toString());
    }
}
