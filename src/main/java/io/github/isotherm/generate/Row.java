package io.github.isotherm.generate;

import io.github.isotherm.decode.Candidates;
import io.github.isotherm.decode.ProcessorChain;
import io.github.isotherm.decode.StageObserver;
import io.github.isotherm.decode.StepContext;
import io.github.isotherm.decode.StepTrace;
import io.github.isotherm.decode.StepTracer;
import io.github.isotherm.decode.TokenBuffer;
import io.github.isotherm.decode.TokenSampler;
import io.github.isotherm.decode.TokenSequence;
import io.github.isotherm.decode.Vocabulary;
import io.github.isotherm.math.KeyedUniform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One sequence on its way: everything that moves while a request is generated. Mutable; owned by one generation. */
final class Row {
    private final GenerationRequest request;
    private final int mostTokens;
    private final GenerationListener listener;
    private final LongSupplier nanoTime;
    private final long start;

    private final ProcessorChain chain;
    private final Candidates candidates;
    private final StepContext context;
    private final @Nullable StepTracer tracer;

    private final TokenBuffer tokens = new TokenBuffer();
    private final @Nullable TextStream stream;
    private final StopStrings stops;
    private final StringBuilder text = new StringBuilder();
    private final List<StepTrace> traces = new ArrayList<>();
    private @Nullable FinishReason finishReason;
    private long firstToken;
    private long end;

    Row(
            GenerationRequest request,
            int room,
            @Nullable TextCodec codec,
            @Nullable Vocabulary vocabulary,
            GenerationListener listener,
            LongSupplier nanoTime,
            int vocabularySize) {
        this.request = request;
        this.mostTokens = Math.min(room, request.maxTokens());
        this.listener = listener;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        firstToken = start;
        chain = request.chain().forRow();
        candidates = new Candidates(vocabularySize);
        context = StepContext.builder()
                .prompt(request.prompt())
                .generated(tokens)
                .endOfSequence(
                        request.endOfSequence().stream().mapToInt(id -> id).toArray())
                .vocabulary(vocabulary)
                .seed(request.seed(), request.sample())
                .build();
        tracer = request.trace() == null ? null : new StepTracer(request.trace(), chain);
        stream = codec == null ? null : new TextStream(codec, tokens);
        stops = new StopStrings(request.stopStrings());
    }

    /** One step: logits, processors, probabilities, token, text. */
    int take(Logits logits, int row) {
        logits.copyTo(row, 0, candidates.target());
        candidates.loaded();
        chain.process(candidates, context, tracer == null ? StageObserver.NONE : tracer);
        double uniform = KeyedUniform.at(request.seed(), request.sample(), tokens.size());
        int drawn = TokenSampler.CATEGORICAL.draw(candidates, uniform);
        int token = candidates.id(drawn);
        if (tokens.size() == 0) {
            firstToken = nanoTime.getAsLong();
        }
        if (request.endOfSequence().contains(token)) {
            finish(FinishReason.STOP);
        } else {
            accept(token, drawn);
        }
        return token;
    }

    private void accept(int token, int drawn) {
        chain.accepted(token, candidates.probability(drawn), context);
        StepTrace trace = tracer == null ? null : tracer.taken(tokens.size(), candidates, drawn);
        if (trace != null) {
            traces.add(trace);
        }
        tokens.add(token);
        listener.onToken(token, trace);
        if (stream != null) {
            emit(stops.pass(stream.next()));
        }
        if (stops.isStopped() || listener.wantsStop()) {
            finish(FinishReason.STOP);
        } else if (tokens.size() == mostTokens) {
            finish(FinishReason.LENGTH);
        } else if (isOverdue()) {
            finish(FinishReason.DEADLINE);
        }
    }

    private void emit(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            listener.onText(piece);
        }
    }

    /** How many steps it can still take. */
    int mostTokensLeft() {
        return mostTokens - tokens.size();
    }

    boolean isFinished() {
        return finishReason != null;
    }

    boolean isOverdue() {
        Duration timeout = request.timeout();
        return timeout != null && nanoTime.getAsLong() - start >= timeout.toNanos();
    }

    /** Ends the row and lets out what was held back; a stop string that the last of it completes still counts. */
    void finish(FinishReason reason) {
        FinishReason why = reason;
        if (stream != null && !stops.isStopped()) {
            emit(stops.pass(stream.flush()));
            if (stops.isStopped()) {
                why = FinishReason.STOP;
            } else {
                emit(stops.flush());
            }
        }
        finishReason = why;
        end = nanoTime.getAsLong();
    }

    GenerationResult result() {
        return new GenerationResult(
                text.toString(),
                TokenSequence.of(tokens.toArray()),
                Objects.requireNonNull(finishReason),
                request.prompt().size(),
                request.seed(),
                traces,
                Duration.ofNanos(firstToken - start),
                Duration.ofNanos(end - start));
    }
}
