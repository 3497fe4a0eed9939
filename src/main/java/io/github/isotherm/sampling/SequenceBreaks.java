package io.github.isotherm.sampling;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where sequence breakers stand in a history. Scratch space of one row, which remembers of every id it has met whether a
 * breaker ends in it: the text of an id is read once, and that of ids which never occur not at all.
 *
 * <p>A chain with several lists of breakers is served right, but remembers for one of them at a time.
 */
public final class SequenceBreaks {
    private static final byte UNSEEN = 0;
    /** No breaker ends in the id. */
    private static final byte NEVER = 1;
    /** One ends in it if the ids before are right. */
    private static final byte MAYBE = 2;
    /** It is a breaker, or its text contains one. */
    private static final byte ALONE = 3;

    private final byte[] kinds;
    private final List<byte[]> texts = new ArrayList<>();
    private final List<List<Integer>> sequences = new ArrayList<>();
    private List<SequenceBreaker> breakers = List.of();
    private @Nullable Vocabulary vocabulary;

    private SequenceBreaks(int vocabularySize) {
        kinds = new byte[vocabularySize];
    }

    /**
     * The breaks that some breakers make. Holds until the processor returns.
     *
     * @param candidates the row's candidates
     * @param context knows the vocabulary
     * @param breakers texts and ids
     * @return the breaks
     * @throws InvalidValueException when an id is outside the vocabulary, or a text is given and there is no vocabulary
     */
    public static SequenceBreaks of(Candidates candidates, StepContext context, List<SequenceBreaker> breakers) {
        SequenceBreaks breaks = candidates.scratch(SequenceBreaks.class, SequenceBreaks::new);
        if (breaks.vocabulary != context.vocabulary() || !breaks.breakers.equals(breakers)) {
            breaks.load(candidates, context.vocabulary(), breakers);
        }
        return breaks;
    }

    private void load(Candidates candidates, @Nullable Vocabulary of, List<SequenceBreaker> given) {
        for (SequenceBreaker breaker : given) {
            requireKnown(breaker, candidates, of);
        }
        Arrays.fill(kinds, UNSEEN);
        texts.clear();
        sequences.clear();
        for (SequenceBreaker breaker : given) {
            if (breaker instanceof SequenceBreaker.Ids sequence) {
                sequences.add(sequence.ids());
            } else if (breaker instanceof SequenceBreaker.Text text) {
                texts.add(text.text().getBytes(StandardCharsets.UTF_8));
            }
        }
        vocabulary = of;
        breakers = given;
    }

    private static void requireKnown(SequenceBreaker breaker, Candidates candidates, @Nullable Vocabulary of) {
        if (breaker instanceof SequenceBreaker.Ids sequence) {
            TokenIds.requireKnown("dry", sequence.ids(), candidates);
        } else if (of == null) {
            throw new InvalidValueException(Sentence.of(
                    "chain.breaker-texts",
                    "dry has sequence breakers that are texts, but without a tokenizer no text is known; give them as lists"
                            + " of token ids, such as [[198], [25]]."));
        }
    }

    /**
     * How many ids stand after the last breaker.
     *
     * @param history the ids that are looked at
     * @return in [0, history.size()]; all of them where no breaker stands
     */
    public int since(SuffixMatches history) {
        for (int after = 0; after < history.size(); after++) {
            byte kind = kind(history.id(after));
            if (kind == ALONE || (kind == MAYBE && endsAt(history, after))) {
                return after;
            }
        }
        return history.size();
    }

    /**
     * Whether an id is a breaker on its own: it is one, or its text contains one.
     *
     * @param id the token id
     * @return true when it is
     */
    public boolean breaksAlone(int id) {
        return kind(id) == ALONE;
    }

    private byte kind(int id) {
        if (id < 0 || id >= kinds.length) {
            return NEVER;
        }
        if (kinds[id] == UNSEEN) {
            kinds[id] = (byte) Math.max(kindByIds(id), kindByText(bytes(id)));
        }
        return kinds[id];
    }

    private byte[] bytes(int id) {
        return vocabulary == null ? new byte[0] : vocabulary.bytes(id);
    }

    private byte kindByIds(int id) {
        byte kind = NEVER;
        for (List<Integer> sequence : sequences) {
            if (sequence.get(sequence.size() - 1) == id) {
                kind = (byte) Math.max(kind, sequence.size() == 1 ? ALONE : MAYBE);
            }
        }
        return kind;
    }

    private byte kindByText(byte[] bytes) {
        byte kind = NEVER;
        for (byte[] text : texts) {
            kind = (byte) Math.max(kind, contains(bytes, text) ? ALONE : beginsWithEnd(bytes, text) ? MAYBE : NEVER);
        }
        return kind;
    }

    private static boolean contains(byte[] bytes, byte[] text) {
        for (int at = 0; at + text.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsWithEnd(byte[] bytes, byte[] text) {
        for (int count = 1; count <= Math.min(bytes.length, text.length - 1); count++) {
            if (Arrays.equals(bytes, 0, count, text, text.length - count, text.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean endsAt(SuffixMatches history, int after) {
        return sequences.stream().anyMatch(sequence -> endsAt(history, after, sequence))
                || texts.stream().anyMatch(text -> endsAt(history, after, text));
    }

    private static boolean endsAt(SuffixMatches history, int after, List<Integer> sequence) {
        int length = sequence.size();
        if (after + length > history.size()) {
            return false;
        }
        for (int n = 0; n < length; n++) {
            if (history.id(after + n) != sequence.get(length - 1 - n)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the last count bytes of a text are the first of a token, and the others the last of the tokens before. */
    private boolean endsAt(SuffixMatches history, int after, byte[] text) {
        byte[] bytes = bytes(history.id(after));
        for (int count = 1; count <= Math.min(bytes.length, text.length - 1); count++) {
            int before = text.length - count;
            if (Arrays.equals(bytes, 0, count, text, before, text.length) && stands(history, after + 1, text, before)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the tokens from one on backwards end with the first count bytes of a text. */
    private boolean stands(SuffixMatches history, int from, byte[] text, int count) {
        int left = count;
        for (int k = from; k < history.size() && left > 0; k++) {
            byte[] bytes = bytes(history.id(k));
            int shared = Math.min(left, bytes.length);
            if (!Arrays.equals(text, left - shared, left, bytes, bytes.length - shared, bytes.length)) {
                return false;
            }
            left -= shared;
        }
        return left == 0;
    }
}
