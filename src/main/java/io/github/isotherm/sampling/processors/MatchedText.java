package io.github.isotherm.sampling.processors;

import io.github.isotherm.error.DecodingException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.sampling.AllowedShare;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ConstrainedText;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A row's text and its matcher, which follows the history. */
final class MatchedText implements ConstrainedText {
    private static final AllowedShare NOTHING_YET = new AllowedShare(0, 0);

    private final TextConstraint constraint;
    private @Nullable ConstraintsOfVocabulary known;
    private @Nullable Matcher beginning;
    private @Nullable Matcher matcher;
    /** How many ids of the answer the matcher has taken. */
    private int taken;

    private int only = -1;
    private AllowedShare share = NOTHING_YET;
    private @Nullable TokenSet askedLast;
    private @Nullable TokenSequence endsLast;
    private TokenSet textsLast = TokenSet.of();
    private int[] kept = new int[64];
    private int count;

    MatchedText(TextConstraint constraint) {
        this.constraint = constraint;
    }

    @Override
    public ConstrainedText copy() {
        MatchedText copy = new MatchedText(constraint);
        copy.known = known;
        copy.beginning = beginning == null ? null : beginning.copy();
        copy.matcher = matcher == null ? null : matcher.copy();
        copy.taken = taken;
        copy.share = share;
        return copy;
    }

    @Override
    public void process(Candidates candidates, StepContext context) {
        if (beginning == null) {
            begin(candidates.vocabularySize(), context);
        }
        Matcher at = caughtUp(context);
        TokenSet allowed = texts(at.allowed(context.tokensLeft()), context.endOfSequence());
        boolean ends = at.mayEnd();
        if (allowed.contains(only) && candidates.indexOf(only) >= 0) {
            allowed = TokenSet.only(only);
            ends = false;
        }
        only = -1;
        keep(candidates, context, at, allowed, ends);
    }

    private void keep(Candidates candidates, StepContext context, Matcher at, TokenSet allowed, boolean ends) {
        TokenSequence endIds = context.endOfSequence();
        if (ends && askedLast != null && askedLast.size() == candidates.vocabularySize()) {
            share = new AllowedShare(candidates.vocabularySize(), 0);
            return;
        }
        IntPredicate mayCome = id -> allowed.contains(id) || (ends && isIn(endIds, id));
        refuseNothing(candidates, context, at, allowed, ends);
        boolean asGiven = candidates.isAsGiven();
        double before = asGiven ? candidates.logSumExp() : 0;
        int may = keep(candidates, allowed, ends, endIds, mayCome);
        double logMass = asGiven ? candidates.logSumExp() - before : candidates.rawLogShare(mayCome);
        share = new AllowedShare(may, Math.min(0, logMass));
    }

    @Override
    public void begin(int vocabularySize, StepContext context) {
        Vocabulary vocabulary = context.vocabulary();
        if (vocabulary == null) {
            throw new InvalidValueException(Sentence.of(
                    "chain.constraint-texts",
                    "The chain has a constraint, which says which texts may come, but without a tokenizer no text is known; use"
                            + " a model with one, or give the texts of the tokens."));
        }
        known = ConstraintsOfVocabulary.of(vocabulary, vocabularySize, context.endOfSequence());
        beginning = known.matcher(constraint);
    }

    /** The matcher behind all that was written of the answer. */
    private Matcher caughtUp(StepContext context) {
        int written = context.historySize() - context.answerStart();
        Matcher at = matcher;
        if (at == null || written < taken) {
            at = begun().copy();
            matcher = at;
            taken = 0;
        }
        for (; taken < written; taken++) {
            take(at, context.history(context.answerStart() + taken), context);
        }
        return at;
    }

    private Matcher begun() {
        if (beginning == null) {
            throw new IllegalStateException("the text of a constraint was asked for before its first step");
        }
        return beginning;
    }

    private void take(Matcher at, int id, StepContext context) {
        if (!at.accept(id)) {
            Vocabulary vocabulary = context.vocabulary();
            throw new InvalidValueException(Sentence.of(
                    "chain.constraint-history",
                    "Token {id} (\"{text}\") at place {place} of the answer does not fit the constraint, so nothing can follow"
                            + " it; begin the answer as the constraint asks for.",
                    "id",
                    id,
                    "text",
                    vocabulary == null ? "" : vocabulary.text(id),
                    "place",
                    taken + 1));
        }
    }

    /** The same for the same, as where a matcher lets all come step by step. */
    private TokenSet texts(TokenSet allowed, TokenSequence endIds) {
        if (allowed != askedLast || endIds != endsLast) {
            textsLast = withoutEnds(allowed, endIds);
            askedLast = allowed;
            endsLast = endIds;
        }
        return textsLast;
    }

    /** An id that ends the text is no part of it, whatever a matcher says. */
    private static TokenSet withoutEnds(TokenSet allowed, TokenSequence endIds) {
        TokenSet texts = allowed;
        for (int i = 0; i < endIds.size(); i++) {
            texts = texts.contains(endIds.get(i)) ? texts.without(id -> true, TokenSet.only(endIds.get(i))) : texts;
        }
        return texts;
    }

    private static boolean isIn(TokenSequence ids, int id) {
        for (int i = 0; i < ids.size(); i++) {
            if (ids.get(i) == id) {
                return true;
            }
        }
        return false;
    }

    private static void refuseNothing(
            Candidates candidates, StepContext context, Matcher at, TokenSet allowed, boolean ends) {
        if (allowed.size() > 0 || (ends && context.endOfSequence().size() > 0)) {
            return;
        }
        String step = Spelling.kebab(candidates.step());
        if (ends) {
            throw new DecodingException(Sentence.of(
                    "decoding.constraint-over",
                    "The text is whole and {processor} lets nothing follow, but no token ends it; end it here.",
                    "processor",
                    step));
        }
        int least = at.leastTokens();
        if (least == Integer.MAX_VALUE || context.tokensLeft() == Integer.MAX_VALUE) {
            throw new DecodingException(Sentence.of(
                    "decoding.constraint-none",
                    "{processor} allows no token here, though the text is not whole; loosen it.",
                    "processor",
                    step));
        }
        throw new InvalidValueException(Sentence.of(
                "chain.constraint-short",
                "{processor} can end the text with {least} more tokens, but no more than {left} may come; raise max-tokens.",
                "processor",
                step,
                "least",
                least,
                "left",
                context.tokensLeft()));
    }

    /** Keeps what may come and tells how many ids that are, dropped ones included. */
    private int keep(
            Candidates candidates, TokenSet allowed, boolean ends, TokenSequence endIds, IntPredicate mayCome) {
        int may = allowed.size() + (ends ? endIds.size() : 0);
        if (may > candidates.size() / 8) {
            candidates.retain(i -> mayCome.test(candidates.id(i)));
        } else {
            keepFew(candidates, allowed, ends, endIds);
        }
        return may;
    }

    private void keepFew(Candidates candidates, TokenSet allowed, boolean ends, TokenSequence endIds) {
        count = 0;
        for (int id = allowed.first(); id >= 0; id = allowed.next(id + 1)) {
            add(candidates.indexOf(id));
        }
        for (int i = 0; ends && i < endIds.size(); i++) {
            add(candidates.indexOf(endIds.get(i)));
        }
        candidates.retainIndices(kept, count);
    }

    private void add(int index) {
        if (index < 0) {
            return;
        }
        if (count == kept.length) {
            kept = Arrays.copyOf(kept, 2 * count);
        }
        kept[count++] = index;
    }

    @Override
    public void accepted(int token, double probability, StepContext context) {
        // the history tells
    }

    @Override
    public boolean mayEnd(StepContext context) {
        return caughtUp(context).mayEnd();
    }

    @Override
    public boolean mayGoOn(StepContext context) {
        return caughtUp(context).allowed(context.tokensLeft()).size() > 0;
    }

    @Override
    public int[] forced(StepContext context, int most) {
        int id = forced(caughtUp(context), context);
        if (id < 0) {
            return new int[0];
        }
        Matcher ahead = caughtUp(context).copy();
        int[] ids = new int[most];
        int found = 0;
        while (found < most && id >= 0 && ahead.accept(id)) {
            ids[found++] = id;
            id = forced(ahead, context);
        }
        return Arrays.copyOf(ids, found);
    }

    private static int forced(Matcher at, StepContext context) {
        int id = at.forced();
        return isIn(context.endOfSequence(), id) ? -1 : id;
    }

    @Override
    public int[] writtenAhead(StepContext context, Function<String, int[]> encode, int most) {
        byte[] bytes = caughtUp(context).forcedBytes();
        String text = wholeCharacters(bytes);
        if (text.isEmpty() || known == null) {
            return new int[0];
        }
        int[] ids = encode.apply(text);
        int certain = known.certain(ids, text.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(ids, Math.min(certain, most));
    }

    @Override
    public void onlyNext(int id) {
        only = id;
    }

    /** The characters that some bytes hold whole. */
    private static String wholeCharacters(byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, false);
        return text.flip().toString();
    }

    @Override
    public AllowedShare share() {
        return share;
    }
}
