package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.Completion;
import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.wire.openai.CompletionReply;
import io.github.isotherm.wire.openai.CompletionRequest;
import io.github.isotherm.wire.openai.TextLogprobs;
import io.github.isotherm.wire.openai.TextToken;
import io.github.isotherm.wire.openai.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Completions that become one answer when the last is over. */
final class WholeCompletions implements CompletionSink {
    private static final int AT_ONCE = 16;
    private static final int OK = 200;

    private final Exchange exchange;
    private final CompletionReply reply;
    private final CompletionRequest request;
    private final LocalModel model;
    private final Map<Integer, Beginning> beginnings = new TreeMap<>();
    private final Map<Integer, CompletionReply.Choice> choices = new TreeMap<>();

    /** What the choices of a prompt begin with. */
    private record Beginning(String text, List<TextToken> tokens) {}

    WholeCompletions(Exchange exchange, CompletionReply reply, CompletionRequest request, LocalModel model) {
        this.exchange = exchange;
        this.reply = reply;
        this.request = request;
        this.model = model;
    }

    @Override
    public int promptsAtOnce() {
        return AT_ONCE;
    }

    @Override
    public synchronized void prompt(int prompt, String text, List<TextToken> tokens) {
        beginnings.put(prompt, new Beginning(request.echo() ? text : "", tokens));
    }

    @Override
    public void scored(int prompt) {
        for (int choice = 0; choice < request.n(); choice++) {
            add(prompt, choice, "", List.of(), FinishReason.LENGTH);
        }
    }

    @Override
    public SampleTokens listener(int prompt, int sample) {
        return new SampleTokens(request.mode(), request.logprobs() != null);
    }

    @Override
    public void completed(int prompt, List<Completion> completions, List<SampleTokens> listeners) {
        List<Integer> best = best(listeners);
        for (int choice = 0; choice < request.n(); choice++) {
            int sample = best.get(choice);
            Completion completion = completions.get(sample);
            add(prompt, choice, completion.text(), listeners.get(sample).take(), completion.finishReason());
        }
    }

    /** The samples in order; where more were made than are wanted, the likeliest a token first. */
    private List<Integer> best(List<SampleTokens> listeners) {
        List<Integer> samples =
                new ArrayList<>(IntStream.range(0, listeners.size()).boxed().toList());
        if (request.bestOf() > request.n()) {
            samples.sort(Comparator.comparingDouble(
                    (Integer sample) -> -listeners.get(sample).meanLogprob()));
        }
        return samples;
    }

    private synchronized void add(int prompt, int choice, String text, List<TextToken> tokens, FinishReason reason) {
        Beginning beginning = beginnings.getOrDefault(prompt, new Beginning("", List.of()));
        int index = prompt * request.n() + choice;
        choices.put(
                index, new CompletionReply.Choice(index, beginning.text() + text, logprobs(beginning, tokens), reason));
    }

    private @Nullable Map<String, Object> logprobs(Beginning beginning, List<TextToken> tokens) {
        if (request.logprobs() == null) {
            return null;
        }
        TextLogprobs logprobs = new TextLogprobs(model.hasVocabulary() ? model.vocabulary() : null);
        return TextLogprobs.joined(logprobs.prompt(beginning.text(), beginning.tokens()), logprobs.next(tokens));
    }

    @Override
    public synchronized void end(Usage usage) {
        exchange.reply(OK, reply.whole(List.copyOf(choices.values()), usage));
    }

    @Override
    public void fail(Throwable error) {
        exchange.fail(error);
    }
}
