package io.github.isotherm.bench;

import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.util.Arrays;
import java.util.List;

/** A sequence on its way to a prompt's end, and the comparison of the logits it meets there. */
final class Arrival implements AutoCloseable {
    private final CausalModel model;
    private final FedPrompt prompt;
    private final Sequence sequence;
    private final LogitsTally tally;
    private final float[] actual;

    /** Takes over the sequence, which begins like the prompt. */
    Arrival(CausalModel model, FedPrompt prompt, Sequence sequence, LogitsTally tally) {
        this.model = model;
        this.prompt = prompt;
        this.sequence = sequence;
        this.tally = tally;
        actual = new float[model.vocabularySize()];
    }

    static Arrival begin(CausalModel model, FedPrompt prompt, LogitsTally tally) {
        return new Arrival(model, prompt, model.open(), tally);
    }

    int left() {
        return prompt.length() - sequence.length();
    }

    Sequence sequence() {
        return sequence;
    }

    /** Feeds the next tokens, at most those that are left, in a run of their own. */
    void feed(int tokens) {
        if (tokens > 0 && left() > 0) {
            Feed feed = next(tokens);
            compare(model.run(List.of(feed)), 0, feed);
        }
    }

    /** The next tokens, at most those that are left. */
    Feed next(int tokens) {
        int from = sequence.length();
        int to = Math.min(from + tokens, prompt.length());
        int kept = Math.max(0, to - Math.max(from, prompt.firstCompared()));
        return new Feed(sequence, Arrays.copyOfRange(prompt.ids(), from, to), kept);
    }

    /** Compares what a run says after one of {@link #next}. */
    void compare(Logits logits, int row, Feed fed) {
        int first = sequence.length() - fed.keepLast() - prompt.firstCompared();
        for (int i = 0; i < fed.keepLast(); i++) {
            logits.copyTo(row, i, actual);
            tally.add(prompt.last()[first + i], actual);
        }
    }

    @Override
    public void close() {
        sequence.close();
    }
}
