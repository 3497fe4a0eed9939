package io.github.isotherm.next;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.next.TemperatureSweep.Word;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The words that may fill a blank inside a text. Each is scored with what stands behind the blank, in the tokens that both
 * have together after the text before it.
 *
 * @param blank the text
 * @param ids the token ids of what stands before the blank, at least one
 * @param codec between texts and ids
 * @param vocabulary the texts of the ids
 */
public record BlankWords(BlankPrompt blank, TokenSequence ids, TextCodec codec, Vocabulary vocabulary) {
    /** How many words of the model's own are scored with what follows. */
    public static final int CONSIDERED = 64;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’-]*");

    /**
     * A word of the user's, with a leading space where the blank has one before it.
     *
     * @param text the word
     * @return the word, and the tokens of it and of what follows
     * @throws InvalidValueException when it is blank
     */
    public Word word(String text) {
        if (text.isBlank()) {
            throw new InvalidValueException(Sentence.of(
                    "candidate.empty",
                    "A candidate is empty but must have at least one character; leave it out of the list."));
        }
        boolean needsSpace = blank.isSpaced() && !Character.isWhitespace(text.charAt(0));
        String scored = needsSpace ? " " + text : text;
        int[] both = codec.encodeAfter(ids.toArray(), scored + blank.suffix());
        return new Word(scored, Arrays.stream(both).boxed().toList());
    }

    /**
     * The words that the model ranks best after what stands before the blank: tokens that are a word each.
     *
     * @param logits the model's there, {@code [vocabulary]}
     * @return at most {@value #CONSIDERED} words, the most probable first; none where no token is a word
     */
    public List<Word> likely(float[] logits) {
        Candidates candidates = new Candidates(logits.length).load(logits);
        List<Word> words = new ArrayList<>();
        for (int count = CONSIDERED; words.size() < CONSIDERED; count = Math.min(4 * count, candidates.size())) {
            words.clear();
            for (int at : candidates.largest(count)) {
                String text = vocabulary.text(candidates.id(at));
                if (words.size() < CONSIDERED && isWord(candidates.id(at), text)) {
                    words.add(word(text));
                }
            }
            if (count >= candidates.size()) {
                break;
            }
        }
        return List.copyOf(words);
    }

    private boolean isWord(int id, String text) {
        boolean spaced = text.startsWith(" ");
        return !vocabulary.isSpecial(id)
                && spaced == blank.isSpaced()
                && WORD.matcher(spaced ? text.substring(1) : text).matches();
    }
}
