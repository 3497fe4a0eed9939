package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.Completion;
import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.wire.openai.CompletionReply;
import io.github.isotherm.wire.openai.CompletionRequest;
import io.github.isotherm.wire.openai.TextLogprobs;
import io.github.isotherm.wire.openai.TextToken;
import io.github.isotherm.wire.openai.Usage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Completions in pieces as they come, those of several choices in turn. */
final class StreamedCompletions implements CompletionSink {
    /** A client that reads slowly holds a thread for each of them. */
    private static final int AT_ONCE = 2;

    private final EventStream stream;
    private final CompletionReply reply;
    private final CompletionRequest request;
    private final List<TextLogprobs> logprobs;
    private final Object sending = new Object();

    StreamedCompletions(EventStream stream, CompletionReply reply, CompletionRequest request, LocalModel model) {
        this.stream = stream;
        this.reply = reply;
        this.request = request;
        int choices = request.prompts().size() * request.n();
        logprobs = IntStream.range(0, choices)
                .mapToObj(choice -> new TextLogprobs(model.hasVocabulary() ? model.vocabulary() : null))
                .toList();
    }

    @Override
    public int promptsAtOnce() {
        return AT_ONCE;
    }

    private int index(int prompt, int choice) {
        return prompt * request.n() + choice;
    }

    @Override
    public void prompt(int prompt, String text, List<TextToken> tokens) {
        if (request.echo()) {
            for (int choice = 0; choice < request.n(); choice++) {
                int index = index(prompt, choice);
                Map<String, Object> said =
                        request.logprobs() == null ? null : logprobs.get(index).prompt(text, tokens);
                send(new CompletionReply.Choice(index, text, said, null));
            }
        }
    }

    @Override
    public void scored(int prompt) {
        for (int choice = 0; choice < request.n(); choice++) {
            last(index(prompt, choice), List.of(), FinishReason.LENGTH);
        }
    }

    @Override
    public SampleTokens listener(int prompt, int sample) {
        int index = index(prompt, sample);
        return new SampleTokens(request.mode(), request.logprobs() != null) {
            @Override
            public void onMarked(MarkedText piece) {
                String text = piece.plain();
                if (!text.isEmpty()) {
                    send(new CompletionReply.Choice(index, text, said(index, take()), null));
                }
            }
        };
    }

    private @Nullable Map<String, Object> said(int index, List<TextToken> tokens) {
        return request.logprobs() == null ? null : logprobs.get(index).next(tokens);
    }

    @Override
    public void completed(int prompt, List<Completion> completions, List<SampleTokens> listeners) {
        for (int sample = 0; sample < listeners.size(); sample++) {
            last(
                    index(prompt, sample),
                    listeners.get(sample).take(),
                    completions.get(sample).finishReason());
        }
    }

    private void last(int index, List<TextToken> tokens, FinishReason reason) {
        send(new CompletionReply.Choice(index, "", said(index, tokens), reason));
    }

    private void send(CompletionReply.Choice choice) {
        String piece = reply.piece(choice, request.stream().includeUsage());
        synchronized (sending) {
            stream.send(piece);
        }
    }

    @Override
    public void end(Usage usage) {
        synchronized (sending) {
            if (request.stream().includeUsage()) {
                stream.send(reply.usage(usage));
            }
            stream.end();
        }
    }

    @Override
    public void fail(Throwable error) {
        synchronized (sending) {
            stream.fail(error);
        }
    }
}
