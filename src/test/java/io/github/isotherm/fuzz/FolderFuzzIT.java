package io.github.isotherm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Short here; {@code -Disotherm.fuzz.mutants=4000 -Disotherm.fuzz.seed=7} for long. */
class FolderFuzzIT {
    private static final int MUTANTS = Integer.getInteger("isotherm.fuzz.mutants", 200);
    private static final long SEED = Long.getLong("isotherm.fuzz.seed", 1);

    @Test
    void noDamagedGraphEndsTheProcessHangsOrIsAnsweredByARiddle() throws IOException, InterruptedException {
        ChildFuzz fuzz = new ChildFuzz("FolderFuzzChild", SEED, List.of("graph"));
        fuzz.run(MUTANTS);
        System.out.println("seed " + SEED + ": " + fuzz.outcomes());
        assertThat(fuzz.bad()).isEmpty();
        assertThat(fuzz.outcomes().get("ok")).isPositive();
    }

    @Test
    void noConfigurationOrTemplateEndsTheProcessHangsOrIsAnsweredByARiddle() throws IOException, InterruptedException {
        ChildFuzz fuzz = new ChildFuzz("FolderFuzzChild", SEED, List.of());
        fuzz.run(MUTANTS);
        System.out.println("seed " + SEED + ": " + fuzz.outcomes());
        assertThat(fuzz.bad()).isEmpty();
        assertThat(fuzz.outcomes().get("ok")).isGreaterThan(MUTANTS / 4);
        assertThat(fuzz.outcomes().get("refused")).isGreaterThan(MUTANTS / 10);
    }
}
