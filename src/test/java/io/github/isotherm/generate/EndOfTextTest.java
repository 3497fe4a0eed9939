package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The token that ends a text is told, but is no part of it. */
class EndOfTextTest {
    private static final int END = 3;

    private final List<String> told = new ArrayList<>();
    private final List<StepTrace> traces = new ArrayList<>();

    private GenerationResult generate(GenerationRequest.Builder request) {
        ScriptedModel model = ScriptedModel.saying(4, 1, 1, 2, END);
        GenerationListener listener = new GenerationListener() {
            @Override
            public void onToken(int id, @Nullable StepTrace trace) {
                told.add("token " + id);
            }

            @Override
            public void onEnd(int id, @Nullable StepTrace trace) {
                told.add("end " + id);
                if (trace != null) {
                    traces.add(trace);
                }
            }
        };
        try (Scheduler scheduler = new Scheduler(model, null, null, System::nanoTime, SchedulerOptions.defaults())) {
            return scheduler
                    .generate(request.endOfSequence(List.of(END)).build(), listener, new Cancellation())
                    .await()
                    .completions()
                    .get(0);
        }
    }

    @Test
    void isToldBehindTheTokensWithItsTrace() {
        GenerationResult result = generate(GenerationRequest.of(0).trace(TraceOptions.top(1)));
        assertThat(told).containsExactly("token 1", "token 2", "end 3");
        assertThat(result.completionTokens()).isEqualTo(2);
        assertThat(result.traces()).hasSize(2);
        StepTrace trace = traces.get(0);
        assertThat(trace.step()).isEqualTo(2);
        assertThat(trace.id()).isEqualTo(END);
        // Four logits: 100 and three of 0.
        assertThat(trace.logprobRaw()).isCloseTo(-Math.log1p(3 * Math.exp(-100)), within(1e-15));
        assertThat(trace.top()).extracting(StepTrace.Alternative::id).containsExactly(END);
    }

    @Test
    void hasNoTraceWhereNoneIsAskedFor() {
        generate(GenerationRequest.of(0));
        assertThat(told).contains("end 3");
        assertThat(traces).isEmpty();
    }

    @Test
    void isNotToldWhereSomethingElseEndsTheText() {
        generate(GenerationRequest.of(0).maxTokens(2));
        assertThat(told).containsExactly("token 1", "token 2");
    }
}
