package io.github.isotherm.chat;

import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.sampling.processors.BoundConstraint;
import io.github.isotherm.sampling.processors.GrammarConstraint;
import org.jspecify.annotations.Nullable;

/**
 * Lets an answer be any text, and from the marker of calls on calls alone: so text keeps its probabilities, and a call that the
 * model begins has the name of a tool and arguments that fit. A marker that leaves too few tokens to end a call does not come.
 *
 * <p>In thinking a marker is text. Calls without a marker are held where the answer begins with one, thinking aside.
 *
 * @param calls what calls may be
 * @param opened the thinking that the prompt has begun, or null
 */
record LazyCalls(CallsConstraint calls, @Nullable ThinkingMarks opened) implements GrammarConstraint {
    /** Of the calls alone. */
    @Override
    public Grammar compiled() {
        return calls.compiled();
    }

    @Override
    public BoundConstraint bound(TokenTrie vocabulary) {
        CallsConstraint.Texts texts = calls.texts(vocabulary);
        CallBeginnings beginnings = new CallBeginnings(calls, texts, vocabulary);
        return new BoundConstraint(texts.constraint(), () -> new LazyMatcher(beginnings, opened));
    }
}
