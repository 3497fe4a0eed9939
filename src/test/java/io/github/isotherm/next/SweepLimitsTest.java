package io.github.isotherm.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.CancelledException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.generate.ScoredPrompt;
import io.github.isotherm.next.TemperatureSweep.Word;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TokenSequence;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One request asks for bounded work, and stops when nobody wants it any more. */
class SweepLimitsTest {
    private static final Word WORD = new Word("a", List.of(0));

    private static TemperatureSweep sweep(int temperatures, int words) {
        return new TemperatureSweep(
                ProcessorChain.EMPTY, Collections.nCopies(temperatures, 1.0), 0, Collections.nCopies(words, WORD));
    }

    @Test
    void temperaturesAreAtMostAThousand() {
        assertThat(sweep(1000, 0).temperatures()).hasSize(1000);
        assertThatThrownBy(() -> sweep(1001, 0))
                .hasMessage("the number of temperatures is 1001 but must be at most 1000.");
    }

    @Test
    void candidatesAreAtMostTenThousand() {
        assertThat(sweep(1, 10_000).words()).hasSize(10_000);
        assertThatThrownBy(() -> sweep(1, 10_001))
                .hasMessage("the number of candidates is 10001 but must be at most 10000.");
    }

    @Test
    void stopStringsAreBoundedInNumberAndLength() {
        assertThatThrownBy(() -> GenerationRequest.of(1)
                        .stopStrings(Collections.nCopies(1001, "a"))
                        .build())
                .hasMessage("the number of stop strings is 1001 but must be at most 1000.");
        assertThatThrownBy(() -> GenerationRequest.of(1)
                        .stopStrings(List.of("a".repeat(10_001)))
                        .build())
                .hasMessage("the characters of a stop string is 10001 but must be at most 10000.");
    }

    /** The third run of the chain flips the switch: the fourth never comes. */
    @Test
    void aSweepStopsWithinOneWordOfItsCancellation() {
        AtomicInteger runs = new AtomicInteger();
        Cancellation cancellation = new Cancellation();
        LogitsProcessor counting = (candidates, context) -> {
            if (runs.incrementAndGet() == 3) {
                cancellation.cancel();
            }
        };
        TemperatureSweep sweep = new TemperatureSweep(
                ProcessorChain.of(counting), Collections.nCopies(5, 1.0), 0, Collections.nCopies(1000, WORD));
        PromptContext prompt = new PromptContext(TokenSequence.of(1), 1, List.of(), null);
        ScoredPrompt scored = new ScoredPrompt(new float[] {1, 2}, new float[1000][0][]);
        assertThatThrownBy(() -> sweep.over(prompt, scored, cancellation)).isInstanceOf(CancelledException.class);
        assertThat(runs).hasValue(3);
    }
}
