package io.github.isotherm.sampling;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.util.List;

/**
 * What no repetition is matched across: a text, or a sequence of token ids. In a chain each is written as what it holds,
 * {@code ["\n", [5, 6]]}.
 */
public sealed interface SequenceBreaker {
    /**
     * A text breaks wherever it stands in the text of the tokens: inside one, or over several. Needs a vocabulary.
     *
     * @param text at least one character
     */
    record Text(String text) implements SequenceBreaker {
        /** Refuses an empty text, which stands everywhere. */
        public Text {
            if (text.isEmpty()) {
                throw new InvalidValueException(Sentence.of(
                        "chain.empty-breaker",
                        "A sequence breaker is the empty text but must have at least one character; leave it out."));
            }
        }
    }

    /**
     * Ids break where they follow one another.
     *
     * @param ids at least one token id
     */
    record Ids(List<Integer> ids) implements SequenceBreaker {
        /** Copies the list and refuses an empty one and negative ids. */
        public Ids {
            ids = TokenIds.copySequence("dry", ids);
        }
    }

    /**
     * A text as a breaker.
     *
     * @param text at least one character
     * @return the breaker
     */
    static SequenceBreaker of(String text) {
        return new Text(text);
    }

    /**
     * Ids as a breaker.
     *
     * @param ids at least one token id
     * @return the breaker
     */
    static SequenceBreaker of(List<Integer> ids) {
        return new Ids(ids);
    }
}
