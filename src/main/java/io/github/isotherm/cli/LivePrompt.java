package io.github.isotherm.cli;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.PreparedPrompt;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.Vocabulary;
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
    private String text;

    LivePrompt(LocalModel model, String written, List<String> candidates, long seed) {
        this.model = model;
        this.seed = seed;
        candidates.forEach(word -> words.add(model.word(word)));
        prompts.push(model.encodePrompt(written));
        text = written;
        prepared = prepared();
    }

    private PreparedPrompt prepared() {
        return model.prepare(ids(), branched(), words, new Cancellation());
    }

    /** How many tokens were branched into. */
    private int branched() {
        return prompts.size() - 1;
    }

    private int[] ids() {
        return prompts.element();
    }

    long seed() {
        return seed;
    }

    /** To another seed, from 0 up. */
    void moveSeed(int by) {
        seed = Checks.seed(seed + by);
    }

    /** The text so far, forced tokens included. */
    String text() {
        return text;
    }

    Vocabulary vocabulary() {
        return model.vocabulary();
    }

    void add(String word) {
        words.add(model.word(word));
        prepare();
    }

    /** Forgets the last word, if there is one. */
    void removeWord() {
        if (!words.isEmpty()) {
            words.remove(words.size() - 1);
            prepare();
        }
    }

    private void prepare() {
        prepared = prepared();
        text = model.decode(ids());
    }

    /** Continues with a token, as if it had been drawn. */
    void branch(int token) {
        int[] longer = Arrays.copyOf(ids(), ids().length + 1);
        longer[longer.length - 1] = token;
        prompts.push(longer);
        prepare();
    }

    /** Takes the last branch back. */
    void back() {
        if (prompts.size() > 1) {
            prompts.pop();
            prepare();
        }
    }

    Distribution next(LiveSettings settings, int top) {
        return prepared.next(settings.chain(), List.of(settings.temperature()), top)
                .distributions()
                .get(0);
    }

    /** What a completion makes of the prompt with these settings and the seed. */
    String completed(LiveSettings settings, GenerationListener listener, Cancellation cancellation) {
        CompletionOptions options = CompletionOptions.defaults()
                .chain(TemperatureChain.at(settings.chain(), settings.temperature()))
                .seed(seed)
                .branched(branched())
                .maxTokens(COMPLETED);
        return model.complete(ids(), options, listener, cancellation).text();
    }
}
