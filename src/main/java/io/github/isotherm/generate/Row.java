package io.github.isotherm.generate;

import io.github.isotherm.error.DecodingException;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.math.KeyedUniform;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ConstrainedText;
import io.github.isotherm.sampling.Draw;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StageObserver;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.StepTracer;
import io.github.isotherm.sampling.TokenBuffer;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One sequence on its way: everything that moves while a request is generated. Mutable; owned by the scheduler's thread
 * until it is finished, but for what was received of it, which belongs to the receiver.
 */
final class Row implements Branch {
    /** What does not change from row to row of a model. */
    record Surroundings(
            SpareCandidates spare,
            int contextLength,
            @Nullable TextCodec codec,
            @Nullable Vocabulary vocabulary,
            boolean feedsForced,
            RowDrafts.@Nullable Surroundings drafts,
            LongSupplier nanoTime) {
        /** What makes a request's text: where a constraint's text has none before it, not a space of it may be dropped. */
        @Nullable
        TextCodec textCodec(GenerationRequest request) {
            if (codec == null || vocabulary == null || !request.chain().isConstrained()) {
                return codec;
            }
            boolean afterText = Arrays.stream(request.prompt().toArray()).anyMatch(id -> !vocabulary.isSpecial(id));
            return afterText ? codec : new TextOfBytes(codec, vocabulary);
        }
    }

    /** So many ids are fed in one run. */
    private static final int LONGEST_AHEAD = 16;

    private final GenerationRequest request;
    private final Surroundings model;
    private final GenerationListener listener;
    private final @Nullable Mailbox mailbox;
    private final int mostTokens;
    private final long start;

    private final TokenBuffer tokens = new TokenBuffer();
    private final @Nullable TextCodec textCodec;
    private final RowText text;
    private final List<StepTrace> traces = new ArrayList<>();
    private final ConstraintCost cost = new ConstraintCost();
    private @Nullable Sampling sampling;
    private @Nullable FinishReason finishReason;
    private final @Nullable RowDrafts drafts;
    /** What is fed next whatever is guessed: the token taken last, and those that run ahead. */
    private int[] sure = {};

    private int[] next = {};
    /** Whether those behind the first were written and are not drawn. */
    private boolean isWritten;

    private int surplus;
    private boolean whole;
    private long firstToken;
    private long end;

    private volatile boolean stopWanted;
    private int received;
    private int receivedText;

    /** What is needed while tokens are drawn, and no longer. */
    private record Sampling(
            ProcessorChain chain,
            Candidates candidates,
            StepContext context,
            @Nullable StepTracer tracer,
            @Nullable ConstrainedText constrained) {}

    /**
     * A row that has not begun.
     *
     * @param listener follows it on the receiver's thread
     * @param mailbox takes what it tells there; null where nobody follows it, as waking somebody for every token has its price
     * @param start when it was asked for, by the clock
     */
    Row(
            GenerationRequest request,
            Surroundings model,
            GenerationListener listener,
            @Nullable Mailbox mailbox,
            long start) {
        this.request = request;
        this.model = model;
        this.listener = listener;
        this.mailbox = mailbox;
        this.start = start;
        mostTokens = Math.min(model.contextLength() - request.prompt().size(), request.maxTokens());
        firstToken = start;
        textCodec = model.textCodec(request);
        drafts = model.drafts() == null ? null : model.drafts().of(request.prompt(), tokens);
        text = new RowText(textCodec, model.vocabulary(), request.prompt(), tokens, request.stopStrings());
    }

    private Sampling newSampling() {
        ProcessorChain chain = request.chain().forRow();
        StepContext context = StepContext.builder()
                .prompt(request.prompt())
                .generated(tokens)
                .endOfSequence(
                        request.endOfSequence().stream().mapToInt(id -> id).toArray())
                .vocabulary(model.vocabulary())
                .seed(request.seed(), request.sample())
                .answerStart(request.answerStart())
                .mostTokens(mostTokens)
                .build();
        return new Sampling(
                chain,
                model.spare().take(),
                context,
                request.trace() == null ? null : new StepTracer(request.trace(), chain),
                chain.constrained());
    }

    void admitted() {
        tell(() -> followed(listener::onAdmitted));
    }

    @Override
    public void begin(float[] logits) {
        if (isFinished()) {
            return;
        }
        sampling = newSampling();
        System.arraycopy(logits, 0, sampling.candidates().target(), 0, logits.length);
        if (sampling.constrained() != null) {
            sampling.constrained().begin(logits.length, sampling.context());
        }
        int[] ahead = written(sampling, mostTokens);
        if (ahead.length > 0) {
            write(sampling, ahead[0]);
        }
        step(sampling);
        boolean goesOn = ahead.length > 1 && sampling != null && last() == ahead[0];
        goOn(goesOn ? Arrays.copyOfRange(ahead, 1, ahead.length) : ahead());
        isWritten = goesOn || isWritten;
    }

    @Override
    public void guess(int rows) {
        next = sure;
        int most = Math.min(LONGEST_AHEAD, mostTokens - tokens.size()) - sure.length;
        if (drafts == null || rows == 0 || isWritten || most <= 0) {
            return;
        }
        int[] guessed = drafts.next(Arrays.copyOfRange(sure, 1, sure.length), most, rows);
        next = Arrays.copyOf(sure, sure.length + guessed.length);
        System.arraycopy(guessed, 0, next, sure.length, guessed.length);
    }

    @Override
    public int guessed() {
        return next.length - sure.length;
    }

    @Override
    public int[] next(int most) {
        return next;
    }

    @Override
    public int kept(int fed) {
        return fed;
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public int runsLeft() {
        return mostTokens - tokens.size();
    }

    @Override
    public void take(Logits logits, int feed) {
        Sampling now = Objects.requireNonNull(sampling);
        int done = 0;
        while (done < next.length && !isFinished() && isAsFed(done)) {
            logits.copyTo(feed, done, now.candidates().target());
            done++;
            if (isWritten && done < next.length) {
                write(now, next[done]);
            }
            step(now);
        }
        surplus = next.length - done;
        if (drafts != null) {
            drafts.fed(guessed(), Math.max(0, done - sure.length));
        }
        goOn(ahead());
    }

    /** Whether the id at a place of the run is the one taken there, so that what the model says after it counts. */
    private boolean isAsFed(int place) {
        if (place == 0 || last() == next[place]) {
            return true;
        }
        if (place < sure.length) {
            refuseUnlessWritten(next[place]);
        }
        return false;
    }

    @Override
    public int surplus() {
        return surplus;
    }

    /** What is fed next: the token that was taken last, and those that run ahead. */
    private void goOn(int[] ahead) {
        if (!isFinished()) {
            sure = new int[ahead.length + 1];
            sure[0] = last();
            System.arraycopy(ahead, 0, sure, 1, ahead.length);
            next = sure;
        }
    }

    /** Tokens that a constraint leaves no choice about. Read in one run, their logits are the same to the bit. */
    private int[] ahead() {
        Sampling now = sampling;
        int most = Math.min(LONGEST_AHEAD, mostTokens - tokens.size()) - 1;
        if (now == null || now.constrained() == null || most <= 0) {
            isWritten = false;
            return new int[0];
        }
        int[] written = written(now, most);
        isWritten = written.length > 0;
        return isWritten || !model.feedsForced() ? written : now.constrained().forced(now.context(), most);
    }

    private static void write(Sampling now, int token) {
        Objects.requireNonNull(now.constrained()).onlyNext(token);
    }

    /** The tokens of certain bytes, as the tokenizer writes them. */
    private int[] written(Sampling now, int most) {
        ConstrainedText constrained = now.constrained();
        TextCodec codec = model.codec();
        if (!request.fastForward() || constrained == null || codec == null) {
            return new int[0];
        }
        return constrained.writtenAhead(
                now.context(), text -> codec.encodeAfter(history(), text), Math.min(LONGEST_AHEAD, most));
    }

    private int[] history() {
        return IntStream.concat(Arrays.stream(request.prompt().toArray()), Arrays.stream(tokens.toArray()))
                .toArray();
    }

    private int last() {
        return tokens.get(tokens.size() - 1);
    }

    /** A written token may be dropped by another processor; the only one that may come is always drawn. */
    private void refuseUnlessWritten(int fed) {
        if (!isWritten) {
            throw new DecodingException("The constraint said that only token " + fed + " may come, but allowed token "
                    + last() + " too; its matcher must say the same each time.");
        }
    }

    /** One step: logits, processors, probabilities, token, text. */
    private void step(Sampling now) {
        Candidates candidates = now.candidates();
        candidates.loaded();
        now.chain().process(candidates, now.context(), now.tracer() == null ? StageObserver.NONE : now.tracer());
        double uniform = KeyedUniform.at(request.seed(), request.sample(), tokens.size());
        int drawn = Draw.byRank(candidates, uniform);
        int token = candidates.id(drawn);
        if (now.constrained() != null) {
            cost.add(now.constrained().share());
        }
        if (tokens.size() == 0) {
            firstToken = model.nanoTime().getAsLong();
        }
        if (request.endOfSequence().contains(token)) {
            tellEnd(now, token, drawn);
            whole = true;
            finish(FinishReason.STOP);
        } else {
            accept(now, token, drawn);
        }
    }

    private void tellEnd(Sampling now, int token, int drawn) {
        StepTracer tracer = now.tracer();
        StepTrace trace =
                tracer == null || mailbox == null ? null : tracer.taken(tokens.size(), now.candidates(), drawn);
        tell(() -> receiveEnd(token, trace));
    }

    private void accept(Sampling now, int token, int drawn) {
        StepTracer tracer = now.tracer();
        now.chain().accepted(token, now.candidates().probability(drawn), now.context());
        StepTrace trace = tracer == null ? null : tracer.taken(tokens.size(), now.candidates(), drawn);
        if (trace != null) {
            traces.add(trace);
        }
        tokens.add(token);
        if (drafts != null) {
            drafts.generated(token);
        }
        MarkedText piece = text.next();
        tell(() -> receive(token, trace, piece));
        if (text.isStopped()) {
            finish(FinishReason.STOP);
        } else if (isWhole(now)) {
            whole = true;
            finish(FinishReason.STOP);
        } else if (tokens.size() == mostTokens) {
            finish(FinishReason.LENGTH);
        } else if (isOverdue()) {
            finish(FinishReason.DEADLINE);
        }
    }

    /** Whether a constraint's text is whole, and no token can be drawn to end it: there is none, or no room for it. */
    private boolean isWhole(Sampling now) {
        ConstrainedText constrained = now.constrained();
        if (constrained == null || !constrained.mayEnd(now.context())) {
            return false;
        }
        return tokens.size() == mostTokens
                || (request.endOfSequence().isEmpty() && !constrained.mayGoOn(now.context()));
    }

    @Override
    public boolean isFinished() {
        return finishReason != null;
    }

    boolean isOverdue() {
        Duration timeout = request.timeout();
        return timeout != null && model.nanoTime().getAsLong() - start >= timeout.toNanos();
    }

    /** The time left, in nanoseconds; negative when it is over. */
    long nanosLeft() {
        Duration timeout = request.timeout();
        return timeout == null
                ? Long.MAX_VALUE
                : timeout.toNanos() - (model.nanoTime().getAsLong() - start);
    }

    /** Whether the receiver has had enough. */
    boolean isStopWanted() {
        return stopWanted;
    }

    /** Ends the row and lets out what was held back; a stop string that the last of it completes still counts. */
    void finish(FinishReason reason) {
        if (isFinished()) {
            return;
        }
        List<MarkedText> rest = text.rest();
        finishReason = text.isStopped() ? FinishReason.STOP : reason;
        end = model.nanoTime().getAsLong();
        leaveSampling();
        for (MarkedText piece : rest) {
            if (!piece.whole().isEmpty()) {
                tell(() -> receiveText(piece));
            }
        }
    }

    private void leaveSampling() {
        if (sampling != null) {
            model.spare().give(sampling.candidates());
            sampling = null;
        }
    }

    private void tell(Runnable event) {
        if (mailbox != null) {
            mailbox.add(event);
        }
    }

    /** On the receiver's thread: what comes after it wanted to stop is not for it. */
    private void receive(int token, @Nullable StepTrace trace, MarkedText piece) {
        if (stopWanted) {
            return;
        }
        received++;
        followed(() -> listener.onToken(token, trace));
        receiveText(piece);
        followed(() -> stopWanted = listener.wantsStop());
    }

    private void receiveEnd(int token, @Nullable StepTrace trace) {
        if (!stopWanted) {
            followed(() -> listener.onEnd(token, trace));
        }
    }

    private void receiveText(MarkedText piece) {
        if (!stopWanted && !piece.whole().isEmpty()) {
            receivedText += piece.whole().length();
            followed(() -> listener.onMarked(piece));
        }
    }

    /** Calls the listener; what it throws is told as its own. */
    private void followed(Runnable call) {
        UserCodeException.running("The listener of the generation", listener.getClass(), call);
    }

    /**
     * What it came to, on the receiver's thread when the row is finished and its events were received: what ran ahead of a
     * receiver that stopped does not count.
     */
    GenerationResult result() {
        if (mailbox == null) {
            return result(tokens.size(), text, Objects.requireNonNull(finishReason));
        }
        boolean cut = stopWanted || received < tokens.size();
        RowText told = cut
                ? RowText.of(textCodec, model.vocabulary(), request.prompt(), ids(received), request.stopStrings())
                : text;
        MarkedText all = told.all();
        if (all.whole().length() > receivedText) {
            followed(() -> listener.onMarked(all.from(receivedText)));
        }
        FinishReason why = cut ? cutReason(told) : Objects.requireNonNull(finishReason);
        return result(received, told, why);
    }

    private FinishReason cutReason(RowText told) {
        return stopWanted || told.isStopped() ? FinishReason.STOP : FinishReason.CANCELLED;
    }

    private int[] ids(int count) {
        return Arrays.copyOf(tokens.toArray(), count);
    }

    private GenerationResult result(int count, RowText told, FinishReason why) {
        return new GenerationResult(
                told.all(),
                TokenSequence.of(ids(count)),
                why,
                request.prompt().size(),
                request.seed(),
                traces.subList(0, Math.min(count, traces.size())),
                drafts == null ? DraftCount.NONE : drafts.count(),
                request.chain().isConstrained()
                        ? cost.outcome(whole && !told.isStopped() && count == tokens.size(), count)
                        : null,
                Duration.ofNanos(firstToken - start),
                Duration.ofNanos(end - start));
    }
}
