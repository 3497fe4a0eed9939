package io.github.isotherm.cli;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.compare.NextTokens;
import io.github.isotherm.compare.PreparedPrompt;
import io.github.isotherm.compare.TemperatureChain;
import io.github.isotherm.compare.TemperatureSweep;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.report.Bars;
import io.github.isotherm.report.NextReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The prompt of {@code live}, which grows when a token is branched into. The model runs once for each prompt. */
final class LivePrompt {
    private static final int COMPLETED = 24;

    private final LocalModel model;
    private final List<TemperatureSweep.Word> words = new ArrayList<>();
    private final Deque<int[]> prompts = new ArrayDeque<>();
    private long seed;
    private PreparedPrompt prepared;

    LivePrompt(LocalModel model, String text, List<String> candidates, long seed) {
        this.model = model;
        this.seed = seed;
        candidates.forEach(word -> words.add(model.word(word)));
        prompts.push(model.encode(text));
        prepared = model.prepare(ids(), words);
    }

    private int[] ids() {
        return prompts.element();
    }

    /** Lines that the words take, with their heading. */
    int wordLines() {
        return words.isEmpty() ? 0 : words.size() + 1;
    }

    long seed() {
        return seed;
    }

    void nextSeed() {
        seed++;
    }

    void add(String word) {
        words.add(model.word(word));
        prepared = model.prepare(ids(), words);
    }

    /** Continues with a token, as if it had been drawn. */
    void branch(int token) {
        int[] longer = Arrays.copyOf(ids(), ids().length + 1);
        longer[longer.length - 1] = token;
        prompts.push(longer);
        prepared = model.prepare(longer, words);
    }

    /** Takes the last branch back. */
    void back() {
        if (prompts.size() > 1) {
            prompts.pop();
            prepared = model.prepare(ids(), words);
        }
    }

    NextTokens next(LiveSettings settings, int top) {
        return prepared.next(settings.chain(), List.of(settings.temperature()), top);
    }

    /** The bars of {@code next}. */
    String table(NextTokens next, Bars bars) {
        List<Integer> ids = Arrays.stream(ids()).boxed().toList();
        return new NextReport(model.name(), model.decode(ids()), ids, next, model.vocabulary()).table(bars);
    }

    /** What a completion makes of the prompt with these settings and the seed. */
    String completed(LiveSettings settings) {
        CompletionOptions options = CompletionOptions.defaults()
                .chain(TemperatureChain.at(settings.chain(), settings.temperature()))
                .seed(seed)
                .maxTokens(COMPLETED);
        return model.complete(ids(), options, GenerationListener.NONE, new Cancellation())
                .text();
    }
}
