package io.github.isotherm.sampling;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.util.List;

/** Token ids that stand in parameters: what is refused, and what all processors do with them. */
final class TokenIds {
    private TokenIds() {}

    /** A copy without repetitions; refuses negative ids. */
    static List<Integer> copy(String processor, List<Integer> ids) {
        ids.forEach(id -> Checks.atLeast("a token id of " + processor, id, 0));
        return ids.stream().distinct().toList();
    }

    /** A copy; refuses an empty list. */
    static List<Integer> copyNonEmpty(String processor, List<Integer> ids) {
        if (ids.isEmpty()) {
            throw new InvalidValueException(Sentence.of(
                    "chain.empty-ids",
                    "{processor}'s ids are empty but must name at least one token; name one or leave it out.",
                    "processor",
                    processor));
        }
        return copy(processor, ids);
    }

    /** A copy; refuses empty sequences and negative ids. */
    static List<List<Integer>> copySequences(String processor, List<List<Integer>> sequences) {
        return sequences.stream().map(ids -> copySequence(processor, ids)).toList();
    }

    static List<Integer> copySequence(String processor, List<Integer> ids) {
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

    static void requireKnown(String processor, List<Integer> ids, Candidates candidates) {
        for (int n = 0; n < ids.size(); n++) {
            requireKnown(processor, ids.get(n), candidates);
        }
    }

    static void requireAllKnown(String processor, List<List<Integer>> sequences, Candidates candidates) {
        for (int n = 0; n < sequences.size(); n++) {
            requireKnown(processor, sequences.get(n), candidates);
        }
    }

    static void requireKnown(String processor, int id, Candidates candidates) {
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

    static boolean contain(List<Integer> ids, int id) {
        for (int n = 0; n < ids.size(); n++) {
            if (ids.get(n) == id) {
                return true;
            }
        }
        return false;
    }

    /** Drops the given ids or, where none are given, those that end a sequence. */
    static void dropEnds(List<Integer> ids, Candidates candidates, StepContext context) {
        for (int n = 0; n < endCount(ids, context); n++) {
            candidates.drop(end(ids, context, n));
        }
    }

    static int endCount(List<Integer> ids, StepContext context) {
        return ids.isEmpty() ? context.endOfSequence().size() : ids.size();
    }

    static int end(List<Integer> ids, StepContext context, int n) {
        return ids.isEmpty() ? context.endOfSequence().get(n) : ids.get(n);
    }
}
