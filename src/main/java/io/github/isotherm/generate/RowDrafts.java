package io.github.isotherm.generate;

import io.github.isotherm.error.DecodingException;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.sampling.TokenBuffer;
import io.github.isotherm.sampling.TokenSequence;
import java.util.Objects;

/**
 * A row's guesses of its next tokens, of which as many are fed as pay: the tokens that a run is expected to yield are divided by the
 * time it is expected to take. What a guess that was not fed would have been is seen all the same, by the token that is drawn.
 * Mutable; owned by the scheduler's thread.
 */
final class RowDrafts {
    /** What is expected to gain less is not worth being wrong about. */
    private static final double LEAST_GAIN = 1.03;

    private final Drafter drafter;
    private final Acceptance acceptance;
    private final RunCosts costs;
    private final int vocabularySize;
    private final TokenSequence prompt;
    private final TokenSequence generated;
    private final TokenBuffer text = new TokenBuffer();

    private Draft guess = Draft.NONE;
    /** Where in the text the guess begins. */
    private int begins;

    private long fed;
    private long taken;

    /** What is known of all texts of a model. */
    record Surroundings(Drafting drafting, Acceptance acceptance, RunCosts costs, int vocabularySize) {
        Surroundings(Drafting drafting, RunCosts costs, int vocabularySize) {
            this(drafting, Acceptance.ofModel(), costs, vocabularySize);
        }

        RowDrafts of(TokenSequence prompt, TokenSequence generated) {
            return new RowDrafts(this, prompt, generated);
        }
    }

    private RowDrafts(Surroundings model, TokenSequence prompt, TokenSequence generated) {
        this.prompt = prompt;
        this.generated = generated;
        drafter = UserCodeException.calling(
                "The drafting",
                model.drafting().getClass(),
                () -> Objects.requireNonNull(model.drafting().begin(), "it gives null for a drafter"));
        acceptance = model.acceptance().ofText();
        costs = model.costs();
        vocabularySize = model.vocabularySize();
    }

    /**
     * Guesses, as far as it pays.
     *
     * @param sure ids that follow those generated, and are known to
     * @param most how many ids there is room for, ≥ 1
     * @param rows how many rows share the run
     * @return the ids to feed behind the sure ones
     */
    int[] next(int[] sure, int most, int rows) {
        read(sure);
        begins = text.size();
        guess = UserCodeException.calling(
                "The drafter",
                drafter.getClass(),
                () -> Objects.requireNonNull(drafter.draft(text, most), "it gives null for a guess"));
        int[] ids = new int[length(Math.min(most, guess.ids().size()), rows)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = inVocabulary(guess.ids().get(i));
        }
        return ids;
    }

    private int inVocabulary(int id) {
        if (id < 0 || id >= vocabularySize) {
            throw new DecodingException("The drafter (" + drafter.getClass().getName() + ") guessed token " + id
                    + ", but ids are from 0 to " + (vocabularySize - 1) + "; let it guess only ids of the vocabulary.");
        }
        return id;
    }

    private void read(int[] sure) {
        int written = prompt.size() + generated.size();
        while (text.size() < written + sure.length) {
            int at = text.size();
            text.add(
                    at < prompt.size()
                            ? prompt.get(at)
                            : at < written ? generated.get(at - prompt.size()) : sure[at - written]);
        }
    }

    private int length(int most, int rows) {
        double tokens = rows;
        double reached = 1;
        double best = LEAST_GAIN * tokens;
        int length = 0;
        for (int i = 0; i < most; i++) {
            reached *= acceptance.of(guess.evidence() + i);
            tokens += reached;
            double gained = tokens / costs.of(rows, i + 1);
            if (gained > best) {
                best = gained;
                length = i + 1;
            }
        }
        return length;
    }

    /** Learns from the token that was generated last. */
    void generated(int id) {
        int at = prompt.size() + generated.size() - 1 - begins;
        if (at < 0 || at >= guess.ids().size()) {
            return;
        }
        boolean right = guess.ids().get(at) == id;
        acceptance.add(guess.evidence() + at, right);
        if (!right) {
            guess = Draft.NONE;
        }
    }

    void fed(int count, int right) {
        fed += count;
        taken += right;
        costs.count(count, right);
    }

    DraftCount count() {
        return new DraftCount(fed, taken);
    }
}
