package io.github.isotherm.report;

import io.github.isotherm.grammar.ByteSet;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.grammar.TokenTrie;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** A grammar looked at byte by byte. */
public final class GrammarBytes {
    private static final TokenTrie BYTES = TokenTrie.of(256, id -> new byte[] {(byte) id});

    /** A longer example tells nobody anything. */
    private static final int LONGEST_EXAMPLE = 1_000;

    private final Constraint constraint;
    private final long shortest;

    /**
     * Looks at a grammar.
     *
     * @param grammar no other constraint uses it
     */
    public GrammarBytes(Grammar grammar) {
        constraint = Constraint.of(grammar, BYTES);
        shortest = grammar.shortestLength();
    }

    /** How long the shortest text is; {@link Long#MAX_VALUE} where no text fits. */
    long shortestLength() {
        return shortest;
    }

    /** Which bytes may begin a text. */
    ByteSet first() {
        return set(constraint.matcher());
    }

    /**
     * A shortest text that fits, with letters and digits where it may have any.
     *
     * @return its bytes; none where no text fits, or the shortest is very long
     */
    public Optional<byte[]> example() {
        if (shortest > LONGEST_EXAMPLE) {
            return Optional.empty();
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Matcher at = constraint.matcher();
        for (int left = (int) shortest; left > 0; left--) {
            int value = mostReadable(at.allowed(left));
            at.accept(value);
            text.write(value);
        }
        return Optional.of(text.toByteArray());
    }

    private static int mostReadable(TokenSet allowed) {
        int letter = allowed.next('a');
        if (letter >= 0 && letter <= 'z') {
            return letter;
        }
        int printable = allowed.next('!');
        return printable >= 0 ? printable : allowed.first();
    }

    TextCheck check(byte[] text) {
        Matcher at = constraint.matcher();
        for (int i = 0; i < text.length; i++) {
            if (!at.accept(text[i] & 0xFF)) {
                return new TextCheck(text, i, at.mayEnd(), set(at));
            }
        }
        return new TextCheck(text, text.length, at.mayEnd(), set(at));
    }

    private static ByteSet set(Matcher at) {
        TokenSet allowed = at.allowed(Integer.MAX_VALUE);
        ByteSet set = ByteSet.NONE;
        for (int value = allowed.first(); value >= 0; value = allowed.next(value + 1)) {
            set = set.or(ByteSet.of(value));
        }
        return set;
    }
}
