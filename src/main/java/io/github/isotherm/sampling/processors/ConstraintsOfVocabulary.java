package io.github.isotherm.sampling.processors;

import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The constraints used last with a vocabulary, each compiled once; forgotten with the vocabulary. Thread-safe. */
final class ConstraintsOfVocabulary {
    private static final int MOST = 64;
    private static final int MOST_TOKEN_SETS = 4;
    private static final Map<Vocabulary, Map<TokensOfText, ConstraintsOfVocabulary>> ALL = new WeakHashMap<>();

    private final TokenTrie tokens;
    private final Map<GrammarConstraint, Compiled> known = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Which ids a text can be made of.
     *
     * @param size how many the model has; those behind the vocabulary's stand for no text
     * @param ends ids that have a text and yet end it
     */
    private record TokensOfText(int size, Set<Integer> ends) {
        TokenTrie tokens(Vocabulary vocabulary) {
            return TokenTrie.of(size, id -> ends.contains(id) ? new byte[0] : text(vocabulary, id));
        }
    }

    private ConstraintsOfVocabulary(TokenTrie tokens) {
        this.tokens = tokens;
    }

    /**
     * Those of a vocabulary.
     *
     * @param vocabulary the texts
     * @param size how many ids the model has
     * @param ends ids that end a text and are never a part of it
     */
    static ConstraintsOfVocabulary of(Vocabulary vocabulary, int size, TokenSequence ends) {
        TokensOfText tokens = new TokensOfText(size, withText(vocabulary, ends));
        synchronized (ALL) {
            Map<TokensOfText, ConstraintsOfVocabulary> there =
                    ALL.computeIfAbsent(vocabulary, all -> new LinkedHashMap<>(8, 0.75f, true));
            ConstraintsOfVocabulary found =
                    there.computeIfAbsent(tokens, those -> new ConstraintsOfVocabulary(those.tokens(vocabulary)));
            forgetEldest(there, MOST_TOKEN_SETS);
            return found;
        }
    }

    private static Set<Integer> withText(Vocabulary vocabulary, TokenSequence ids) {
        Set<Integer> found = new TreeSet<>();
        for (int i = 0; i < ids.size(); i++) {
            if (text(vocabulary, ids.get(i)).length > 0) {
                found.add(ids.get(i));
            }
        }
        return found;
    }

    private static byte[] text(Vocabulary vocabulary, int id) {
        return id >= vocabulary.size() || vocabulary.isSpecial(id) ? new byte[0] : vocabulary.bytes(id);
    }

    private static void forgetEldest(Map<?, ?> known, int most) {
        if (known.size() > most) {
            known.remove(known.keySet().iterator().next());
        }
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
            forgetEldest(known, MOST);
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
