package io.github.isotherm.bench;

import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** One attempt: where its prompts, lengths and pieces come from, and where its comparisons go. */
final class Trial {
    /** About where kernels change: one token, and one after a block of 128. */
    private static final int[] LENGTHS = {2, 127, 128, 129, 130, 257};

    private static final int[] PIECES = {1, 1, 2, 5, 40, 127, 128, 129, 300};

    private final CausalModel model;
    private final ExactnessSettings settings;
    private final SplittableRandom random;
    private final LogitsTally tally;
    private final int longest;

    Trial(CausalModel model, ExactnessSettings settings, SplittableRandom random, LogitsTally tally) {
        this.model = model;
        this.settings = settings;
        this.random = random;
        this.tally = tally;
        longest = Math.max(1, Math.min(settings.longest(), model.contextLength() - FedPrompt.COMPARED));
    }

    int rows() {
        return settings.rows();
    }

    int upTo(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    FedPrompt prompt() {
        return FedPrompt.of(model, ids(random.nextBoolean() ? upTo(Math.min(2, longest), longest) : chosen(LENGTHS)));
    }

    private int chosen(int[] lengths) {
        return Math.min(longest, lengths[random.nextInt(lengths.length)]);
    }

    private int[] ids(int length) {
        return random.ints(length, 0, model.vocabularySize()).toArray();
    }

    Arrival begin(FedPrompt prompt) {
        return Arrival.begin(model, prompt, tally);
    }

    Arrival continuing(FedPrompt prompt, Sequence sequence) {
        return new Arrival(model, prompt, sequence, tally);
    }

    void feedRest(Arrival arrival) {
        while (arrival.left() > 0) {
            arrival.feed(chosen(PIECES));
        }
    }

    /** Tokens that do not belong to the prompt. */
    void feedOthers(Sequence sequence) {
        int most = Math.min(FedPrompt.COMPARED, model.contextLength() - sequence.length());
        model.run(List.of(new Feed(sequence, ids(upTo(1, most)), 0)));
    }

    /** One run of some of the rows, each with a piece of its own. */
    void feedSome(List<Arrival> rows) {
        List<Arrival> fed = rows.stream()
                .filter(row -> row.left() > 0 && random.nextInt(4) > 0)
                .toList();
        if (!fed.isEmpty()) {
            List<Feed> feeds = fed.stream().map(row -> row.next(chosen(PIECES))).toList();
            Logits logits = model.run(feeds);
            for (int i = 0; i < feeds.size(); i++) {
                fed.get(i).compare(logits, i, feeds.get(i));
            }
        }
    }

    /** Draws the most probable token a few times, then compares with prompt and answer fed at once. */
    void generate() {
        int[] ids = ids(upTo(1, longest) + FedPrompt.COMPARED);
        float[][] met = new float[FedPrompt.COMPARED][model.vocabularySize()];
        int[] next = Arrays.copyOf(ids, ids.length - FedPrompt.COMPARED);
        float[] logits = new float[model.vocabularySize()];
        try (Sequence sequence = model.open()) {
            model.run(List.of(new Feed(sequence, next, 1))).copyTo(0, 0, logits);
            for (float[] row : met) {
                next = new int[] {argmax(logits)};
                ids[sequence.length()] = next[0];
                model.run(List.of(new Feed(sequence, next, 1))).copyTo(0, 0, row);
                logits = row;
            }
        }
        float[][] expected = FedPrompt.of(model, ids).last();
        for (int i = 0; i < met.length; i++) {
            tally.add(expected[i], met[i]);
        }
    }

    private static int argmax(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
