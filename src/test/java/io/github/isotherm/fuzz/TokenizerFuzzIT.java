package io.github.isotherm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Short here; {@code -Disotherm.fuzz.mutants=4000 -Disotherm.fuzz.seed=7} for long. */
class TokenizerFuzzIT {
    private static final int MUTANTS = Integer.getInteger("isotherm.fuzz.mutants", 200);
    private static final long SEED = Long.getLong("isotherm.fuzz.seed", 1);

    @Test
    void noMutantEndsTheProcessHangsOrIsAnsweredByARiddle() throws IOException, InterruptedException {
        ChildFuzz fuzz = new ChildFuzz("TokenizerFuzzChild", SEED, List.of());
        fuzz.run(MUTANTS);
        System.out.println("seed " + SEED + ": " + fuzz.outcomes());
        assertThat(fuzz.bad()).isEmpty();
        assertThat(fuzz.outcomes().values().stream().mapToInt(n -> n).sum()).isEqualTo(MUTANTS);
        // Not by refusing all.
        assertThat(fuzz.outcomes().get("ok")).isGreaterThan(MUTANTS / 4);
    }
}
