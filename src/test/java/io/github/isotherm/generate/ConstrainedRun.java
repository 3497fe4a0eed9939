package io.github.isotherm.generate;

import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Completions of a scripted model with a listed vocabulary; the time is how many runs the model had. */
final class ConstrainedRun {
    /** The only token of the prompt. */
    final int prompt;

    final ScriptedModel model;
    final AtomicLong clock = new AtomicLong();
    final Cancellation cancellation = new Cancellation();
    private final LongestMatches texts;
    private final int end;
    private boolean forcedRuns = true;
    private boolean hasEnd = true;
    private Drafting drafting = Drafting.OFF;
    private int stopAfter = Integer.MAX_VALUE;

    /** The texts' last but one is the prompt, their last the end. */
    ConstrainedRun(LongestMatches texts, Function<List<Integer>, float[]> script) {
        this(texts, new ScriptedModel(texts.size(), 1000, script));
    }

    ConstrainedRun(LongestMatches texts, ScriptedModel model) {
        this.texts = texts;
        prompt = texts.size() - 2;
        end = texts.size() - 1;
        this.model = model;
        model.inRun = clock::incrementAndGet;
    }

    ConstrainedRun forcedRuns(boolean several) {
        forcedRuns = several;
        return this;
    }

    ConstrainedRun drafting(Drafting source) {
        drafting = source;
        return this;
    }

    ConstrainedRun withoutEnd() {
        hasEnd = false;
        return this;
    }

    /** The listener has had enough after so many tokens. */
    ConstrainedRun stopAfter(int tokens) {
        stopAfter = tokens;
        return this;
    }

    GenerationResult complete(ProcessorChain chain, int maxTokens) {
        return complete(chain, request -> request.maxTokens(maxTokens));
    }

    GenerationResult complete(ProcessorChain chain, Consumer<GenerationRequest.Builder> more) {
        return complete(List.of(request(chain, more))).get(0);
    }

    GenerationRequest request(ProcessorChain chain, Consumer<GenerationRequest.Builder> more) {
        GenerationRequest.Builder request = GenerationRequest.of(prompt)
                .chain(chain)
                .endOfSequence(hasEnd ? List.of(end) : List.of())
                .trace(TraceOptions.top(3).withStages());
        more.accept(request);
        return request.build();
    }

    /** Rows of one job. */
    List<GenerationResult> complete(List<GenerationRequest> requests) {
        try (Scheduler scheduler = new Scheduler(
                model,
                texts,
                texts,
                clock::get,
                SchedulerOptions.defaults().withForcedRuns(forcedRuns).withDrafting(drafting))) {
            return scheduler
                    .generate(requests, row -> listener(), cancellation)
                    .await()
                    .completions();
        }
    }

    private GenerationListener listener() {
        return stopAfter == Integer.MAX_VALUE ? GenerationListener.NONE : new Stopping(stopAfter);
    }

    private static final class Stopping implements GenerationListener {
        private final int after;
        private int told;

        Stopping(int after) {
            this.after = after;
        }

        @Override
        public void onToken(int id, @Nullable StepTrace trace) {
            told++;
        }

        @Override
        public boolean wantsStop() {
            return told >= after;
        }
    }
}
