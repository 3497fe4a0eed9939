package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.util.List;

/**
 * Token ids that stand in parameters: what is refused, and what all processors do with them. {@code processor} is the
 * name that errors give.
 */
public final class TokenIds {
    private TokenIds() {}

    /**
     * A copy without repetitions.
     *
     * @param processor whose ids they are
     * @param ids ≥ 0
     * @return the copy
     * @throws InvalidValueException when an id is negative
     */
    public static List<Integer> copy(String processor, List<Integer> ids) {
        ids.forEach(id -> Checks.atLeast("a token id of " + processor, id, 0));
        return ids.stream().distinct().toList();
    }

    /**
     * A copy without repetitions, of at least one id.
     *
     * @param processor whose ids they are
     * @param ids ≥ 0, at least one
     * @return the copy
     * @throws InvalidValueException when there is none, or one is negative
     */
    public static List<Integer> copyNonEmpty(String processor, List<Integer> ids) {
        if (ids.isEmpty()) {
            throw new InvalidValueException(Sentence.of(
                    "chain.empty-ids",
                    "{processor}'s ids are empty but must name at least one token; name one or leave it out.",
                    "processor",
                    processor));
        }
        return copy(processor, ids);
    }

    /**
     * A copy of sequences.
     *
     * @param processor whose sequences they are
     * @param sequences none empty
     * @return the copy
     * @throws InvalidValueException when a sequence is empty or an id negative
     */
    public static List<List<Integer>> copySequences(String processor, List<List<Integer>> sequences) {
        return sequences.stream().map(ids -> copySequence(processor, ids)).toList();
    }

    /**
     * A copy of one sequence.
     *
     * @param processor whose sequence it is
     * @param ids ≥ 0, at least one
     * @return the copy
     * @throws InvalidValueException when it is empty or an id negative
     */
    public static List<Integer> copySequence(String processor, List<Integer> ids) {
        if (ids.isEmpty()) {
            throw new InvalidValueException(Sentence.of(
                    "chain.empty-sequence",
                    "A sequence of {processor} is empty but must have at least one token; leave it out.",
                    "processor",
                    processor));
        }
        ids.forEach(id -> Checks.atLeast("a token id of " + processor, id, 0));
        return List.copyOf(ids);
    }

    /**
     * Refuses ids outside the vocabulary.
     *
     * @param processor whose ids they are
     * @param ids the ids
     * @param candidates of the vocabulary
     * @throws InvalidValueException naming the id
     */
    public static void requireKnown(String processor, List<Integer> ids, Candidates candidates) {
        for (int n = 0; n < ids.size(); n++) {
            requireKnown(processor, ids.get(n), candidates);
        }
    }

    /**
     * Refuses sequences with an id outside the vocabulary.
     *
     * @param processor whose sequences they are
     * @param sequences the sequences
     * @param candidates of the vocabulary
     * @throws InvalidValueException naming the id
     */
    public static void requireAllKnown(String processor, List<List<Integer>> sequences, Candidates candidates) {
        for (int n = 0; n < sequences.size(); n++) {
            requireKnown(processor, sequences.get(n), candidates);
        }
    }

    /**
     * Refuses an id outside the vocabulary.
     *
     * @param processor whose id it is
     * @param id the id
     * @param candidates of the vocabulary
     * @throws InvalidValueException naming the id
     */
    public static void requireKnown(String processor, int id, Candidates candidates) {
        if (id >= candidates.vocabularySize()) {
            throw new InvalidValueException(Sentence.of(
                    "chain.unknown-id",
                    "{processor} names token {id} but the vocabulary has only {size} tokens, ids from 0; correct the id.",
                    "processor",
                    processor,
                    "id",
                    id,
                    "size",
                    candidates.vocabularySize()));
        }
    }

    /**
     * Whether an id is among a few others; allocates nothing.
     *
     * @param ids where to look
     * @param id what to look for
     * @return true when it is
     */
    public static boolean contain(List<Integer> ids, int id) {
        for (int n = 0; n < ids.size(); n++) {
            if (ids.get(n) == id) {
                return true;
            }
        }
        return false;
    }

    /**
     * Drops the given ids or, where none are given, those that end a sequence.
     *
     * @param ids to drop, or none
     * @param candidates what is in play
     * @param context knows what ends a sequence
     */
    public static void dropEnds(List<Integer> ids, Candidates candidates, StepContext context) {
        for (int n = 0; n < endCount(ids, context); n++) {
            candidates.drop(end(ids, context, n));
        }
    }

    /**
     * How many ids end a sequence: the given ones, else the context's.
     *
     * @param ids given ones, or none
     * @param context knows what ends a sequence
     * @return ≥ 0
     */
    public static int endCount(List<Integer> ids, StepContext context) {
        return ids.isEmpty() ? context.endOfSequence().size() : ids.size();
    }

    /**
     * One of the ids that end a sequence: of the given ones, else of the context's.
     *
     * @param ids given ones, or none
     * @param context knows what ends a sequence
     * @param n in [0, endCount)
     * @return the token id
     */
    public static int end(List<Integer> ids, StepContext context, int n) {
        return ids.isEmpty() ? context.endOfSequence().get(n) : ids.get(n);
    }
}
