package io.github.isotherm;

import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/** What content must not become, and where to cut it so that it does not. Immutable; serves one tokenizer. */
final class ControlTokens {
    /** In no vocabulary: where a tokenizer has a special token for what it does not know, this becomes it. */
    private static final String UNKNOWN = "\uE000";

    private final TextCodec codec;
    private final BitSet ids = new BitSet();
    private final SpelledNames names;

    private ControlTokens(Vocabulary vocabulary, TextCodec codec, IntPredicate control) {
        this.codec = codec;
        List<String> controlling = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (control.test(id)) {
                ids.set(id);
                controlling.add(name(vocabulary, id));
            }
        }
        names = new SpelledNames(controlling);
        Arrays.stream(codec.encode(UNKNOWN)).filter(id -> id >= 0).forEach(ids::clear);
    }

    private static String name(Vocabulary vocabulary, int id) {
        return new String(vocabulary.bytes(id), StandardCharsets.UTF_8);
    }

    /** Special tokens. */
    static ControlTokens special(Vocabulary vocabulary, TextCodec codec) {
        return new ControlTokens(vocabulary, codec, vocabulary::isSpecial);
    }

    /** Special tokens, and other added ones that a chat template writes, but for white space: some models have their turns so. */
    static ControlTokens written(Vocabulary vocabulary, TextCodec codec, ChatFormat format) {
        return new ControlTokens(
                vocabulary,
                codec,
                id -> vocabulary.isSpecial(id)
                        || (vocabulary.isAdded(id)
                                && !name(vocabulary, id).isBlank()
                                && format.writes(name(vocabulary, id))));
    }

    /** Whether a text spells one, by its name or by what the tokenizer takes for it, such as other case. */
    boolean areIn(String text) {
        return names.isIn(text) || becomesOne(text);
    }

    private boolean becomesOne(String text) {
        return Arrays.stream(codec.encode(text)).anyMatch(ids::get);
    }

    /** The places where to cut a text for its parts to become none. */
    BitSet cuts(String text) {
        BitSet cuts = names.cuts(text);
        int from = 0;
        for (int cut = cuts.nextSetBit(0); cut >= 0; cut = cuts.nextSetBit(cut + 1)) {
            addHalves(text, from, cut, cuts);
            from = cut;
        }
        addHalves(text, from, text.length(), cuts);
        return cuts;
    }

    /** Where the name is not spelled as it is, it cannot be said which characters make the token. */
    private void addHalves(String text, int from, int to, BitSet cuts) {
        int characters = text.codePointCount(from, to);
        if (characters > 1 && becomesOne(text.substring(from, to))) {
            int middle = text.offsetByCodePoints(from, characters / 2);
            cuts.set(middle);
            addHalves(text, from, middle, cuts);
            addHalves(text, middle, to, cuts);
        }
    }
}
