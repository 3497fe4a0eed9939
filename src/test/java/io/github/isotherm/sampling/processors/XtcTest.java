package io.github.isotherm.sampling.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class XtcTest {
    private static final float[] LOGITS = {2, 2, 1, 0};

    private static boolean acts(double probability, long seed, TokenBuffer generated) {
        StepContext context =
                StepContext.builder().generated(generated).seed(seed, 0).build();
        Candidates candidates = new Candidates(4).load(LOGITS);
        ProcessorChain.of(new Xtc(probability, 0.2, 1, List.of())).process(candidates, context);
        return candidates.size() < 4;
    }

    /** 4,000 draws of probability 0.3: outside 1,085 to 1,315 (four standard deviations) once in 16,000 seeds. */
    @Test
    void actsAsOftenAsItsProbabilitySays() {
        int acted = 0;
        TokenBuffer generated = new TokenBuffer();
        for (int step = 0; step < 4000; step++) {
            acted += acts(0.3, 5, generated) ? 1 : 0;
            generated.add(0);
        }
        assertThat(acted).isBetween(1085, 1315);
    }

    @Test
    void sameSeedAndStepActAlike() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(acts(0.5, seed, new TokenBuffer())).isEqualTo(acts(0.5, seed, new TokenBuffer()));
        }
    }

    /** For one key a larger probability acts wherever a smaller one does. */
    @Test
    void isMonotoneInItsProbability() {
        for (int seed = 0; seed < 100; seed++) {
            boolean before = false;
            for (double probability = 0; probability <= 1; probability += 0.125) {
                boolean now = acts(probability, seed, new TokenBuffer());
                assertThat(now || !before).isTrue();
                before = now;
            }
            assertThat(before).isTrue();
        }
    }
}
