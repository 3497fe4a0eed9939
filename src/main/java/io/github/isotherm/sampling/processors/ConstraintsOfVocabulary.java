package io.github.isotherm.sampling.processors;

import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.sampling.Vocabulary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The constraints used last with a vocabulary, each compiled once; forgotten with the vocabulary. Thread-safe. */
final class ConstraintsOfVocabulary {
    private static final int MOST = 64;
    private static final Map<Vocabulary, ConstraintsOfVocabulary> ALL = new WeakHashMap<>();

    private final TokenTrie tokens;
    private final Map<GrammarConstraint, Compiled> known = new LinkedHashMap<>(16, 0.75f, true);

    private ConstraintsOfVocabulary(TokenTrie tokens) {
        this.tokens = tokens;
    }

    /**
     * Those of a vocabulary.
     *
     * @param vocabulary the texts
     * @param size how many ids the model has; those behind the vocabulary's stand for no text
     */
    static ConstraintsOfVocabulary of(Vocabulary vocabulary, int size) {
        synchronized (ALL) {
            ConstraintsOfVocabulary there = ALL.get(vocabulary);
            if (there == null || there.tokens.vocabularySize() != size) {
                there = new ConstraintsOfVocabulary(TokenTrie.of(size, id -> text(vocabulary, id)));
                ALL.put(vocabulary, there);
            }
            return there;
        }
    }

    private static byte[] text(Vocabulary vocabulary, int id) {
        return id >= vocabulary.size() || vocabulary.isSpecial(id) ? new byte[0] : vocabulary.bytes(id);
    }

    /**
     * How many of a text's first tokens are the same whatever follows the text: its others could be one token with that.
     *
     * @param ids what a tokenizer makes of the text
     * @param text its bytes
     * @return 0 where the ids have other bytes
     */
    int certain(int[] ids, byte[] text) {
        int at = 0;
        int certain = 0;
        for (int i = 0; i < ids.length; i++) {
            byte[] bytes = tokens.bytes(ids[i]);
            int to = at + bytes.length;
            if (bytes.length == 0 || to > text.length || !Arrays.equals(text, at, to, bytes, 0, bytes.length)) {
                return 0;
            }
            certain += certain == i && !tokens.hasLonger(text, at) ? 1 : 0;
            at = to;
        }
        return at == text.length ? certain : 0;
    }

    /** The matcher of a text that begins. */
    Matcher matcher(TextConstraint constraint) {
        return constraint instanceof GrammarConstraint said ? compiled(said).matcher() : constraint.matcher(tokens);
    }

    private BoundConstraint compiled(GrammarConstraint said) {
        Compiled compiled;
        synchronized (known) {
            compiled = known.computeIfAbsent(said, constraint -> new Compiled());
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return compiled.of(said, tokens);
    }

    /** One constraint, compiled by the first who needs it while the others wait. */
    private static final class Compiled {
        private @Nullable BoundConstraint constraint;

        synchronized BoundConstraint of(GrammarConstraint said, TokenTrie tokens) {
            BoundConstraint there = constraint;
            if (there == null || there.constraint().isWorn()) {
                there = said.bound(tokens);
                constraint = there;
            }
            return there;
        }
    }
}
