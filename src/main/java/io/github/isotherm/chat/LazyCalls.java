package io.github.isotherm.chat;

import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.sampling.processors.TextConstraint;
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
record LazyCalls(CallsConstraint calls, @Nullable ThinkingMarks opened) implements TextConstraint {
    @Override
    public Matcher matcher(TokenTrie vocabulary) {
        return new LazyMatcher(new CallBeginnings(calls, vocabulary), opened);
    }
}
