package io.github.isotherm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.error.IsothermException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The laws of a {@link LogitsProcessor}, for built-in and user code alike: extend it, say which processor, and every law
 * is tried on seeded rows of every shape. If a processor that breaks a law passes, this test is what must be improved.
 *
 * <ol>
 *   <li>It never invents ids, never brings one back, and leaves ids ascending.
 *   <li>It keeps at least one candidate, or refuses in one sentence that names it.
 *   <li>Finite logits stay finite.
 *   <li>It is deterministic.
 *   <li>It keeps no reference to the buffer, and nothing of one row reaches the next.
 *   <li>Its off-value, where it has one, is the identity.
 *   <li>Adding a constant to all logits changes no probability (where it holds).
 *   <li>The trace equals the effect: kept, mass and entropy.
 * </ol>
 */
public abstract class LogitsProcessorContract {
    /**
     * The processor.
     *
     * @return a new one, or a shared one that is immutable
     */
    protected abstract LogitsProcessor processor();

    /**
     * The processor with its parameters at their off-value.
     *
     * @return it, or nothing where there is no off-value
     */
    protected Optional<LogitsProcessor> off() {
        return Optional.empty();
    }

    /**
     * Whether it takes no notice of a constant added to all logits.
     *
     * @return false for processors that look at the sign of a logit
     */
    protected boolean ignoresShifts() {
        return true;
    }

    /**
     * Whether it stands first and takes NaN and infinities as they come.
     *
     * @return true for repair
     */
    protected boolean takesAnything() {
        return false;
    }

    /**
     * How the processor is called in chains and errors.
     *
     * @return kebab-case
     */
    protected String name() {
        return Spelling.kebab(ChainStep.of(processor()).name());
    }

    /** Tries a law on every row; a failure names the row, which its shape, size and seed bring back. */
    private static void onEveryRow(Stream<RandomLogits.Row> rows, Consumer<RandomLogits.Row> law) {
        rows.forEach(row -> {
            try {
                law.accept(row);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("On " + row + ": " + failure.getMessage(), failure);
            }
        });
    }

    private static Stream<RandomLogits.Row> smallAndWideRows() {
        return Stream.concat(RandomLogits.rows(), RandomLogits.wideRows());
    }

    private static Candidates load(RandomLogits.Row row) {
        return new Candidates(row.size()).load(row.logits());
    }

    /** Runs the processor alone; false when it refused, which it must do in one sentence that names it. */
    private boolean run(LogitsProcessor processor, Candidates candidates, RandomLogits.Row row) {
        try {
            ProcessorChain.of(processor)
                    .forRow()
                    .process(candidates, Reference.context(row.history(), row.promptLength()));
            return true;
        } catch (IsothermException refusal) {
            assertThat(refusal.getMessage()).contains(name()).endsWith(".").doesNotContain("\n");
            return false;
        }
    }

    @Test
    void keepsSomeOfTheIdsInPlayInOrder() {
        onEveryRow(smallAndWideRows(), this::checkKeepsSomeOfTheIdsInPlayInOrder);
    }

    private void checkKeepsSomeOfTheIdsInPlayInOrder(RandomLogits.Row row) {
        Candidates candidates = load(row);
        if (run(processor(), candidates, row)) {
            assertThat(candidates.size()).isPositive();
            int before = -1;
            for (int i = 0; i < candidates.size(); i++) {
                int id = candidates.id(i);
                boolean wasInPlay = row.logits()[id] > Float.NEGATIVE_INFINITY || takesAnything();
                if (id <= before || !wasInPlay) {
                    fail("id %d stands at %d after %d", id, i, before);
                }
                before = id;
            }
        }
    }

    @Test
    void leavesFiniteLogitsAndOneDistribution() {
        onEveryRow(RandomLogits.rows(), this::checkLeavesFiniteLogitsAndOneDistribution);
    }

    private void checkLeavesFiniteLogitsAndOneDistribution(RandomLogits.Row row) {
        Candidates candidates = load(row);
        if (run(processor(), candidates, row)) {
            double sum = 0;
            boolean finite = true;
            for (int i = 0; i < candidates.size(); i++) {
                finite &= Double.isFinite(candidates.logit(i));
                sum += candidates.probability(i);
            }
            assertThat(finite).isTrue();
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void sameInputSameResult() {
        onEveryRow(RandomLogits.rows(), this::checkSameInputSameResult);
    }

    private void checkSameInputSameResult(RandomLogits.Row row) {
        Candidates once = load(row);
        Candidates again = load(row);
        if (run(processor(), once, row)) {
            run(processor(), again, row);
            assertThat(Reference.denseLogits(again)).isEqualTo(Reference.denseLogits(once));
        }
    }

    @Test
    void nothingOfOneRowReachesTheNext() {
        onEveryRow(RandomLogits.rows(), this::checkNothingOfOneRowReachesTheNext);
    }

    private void checkNothingOfOneRowReachesTheNext(RandomLogits.Row row) {
        LogitsProcessor shared = processor();
        RandomLogits.Row other = RandomLogits.row(RandomLogits.Shape.PEAKED, row.size(), row.seed() + 1);
        Candidates reused = load(other);
        run(shared, reused, other);
        boolean reusedRan = run(shared, reused.load(row.logits()), row);

        Candidates fresh = load(row);
        assertThat(run(processor(), fresh, row)).isEqualTo(reusedRan);
        if (reusedRan) {
            assertThat(Reference.denseLogits(reused)).isEqualTo(Reference.denseLogits(fresh));
        }
    }

    @Test
    void offValueIsTheIdentity() {
        onEveryRow(RandomLogits.rows(), this::checkOffValueIsTheIdentity);
    }

    private void checkOffValueIsTheIdentity(RandomLogits.Row row) {
        off().ifPresent(off -> {
            assertThat(off.isOff()).isTrue();
            Candidates candidates = load(row);
            candidates.admit();
            double[] before = Reference.denseLogits(candidates);
            off.process(candidates, Reference.context(row.history(), row.promptLength()));
            candidates.settle();
            assertThat(Reference.denseLogits(candidates)).isEqualTo(before);
        });
    }

    @Test
    void addingAConstantChangesNoProbability() {
        onEveryRow(RandomLogits.rows(), this::checkAddingAConstantChangesNoProbability);
    }

    private void checkAddingAConstantChangesNoProbability(RandomLogits.Row row) {
        if (!ignoresShifts() || row.shape() == RandomLogits.Shape.HUGE || row.shape() == RandomLogits.Shape.TINY) {
            return;
        }
        float[] shifted = row.logits().clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += 64;
        }
        double[] rounded = new double[shifted.length];
        for (int i = 0; i < shifted.length; i++) {
            rounded[i] = (double) shifted[i] - 64;
        }
        Candidates plain = new Candidates(row.size()).load(rounded);
        Candidates moved = new Candidates(row.size()).load(shifted);
        if (run(processor(), plain, row)) {
            run(processor(), moved, row);
            double[] expected = Reference.dense(plain);
            double[] actual = Reference.dense(moved);
            for (int id = 0; id < expected.length; id++) {
                if (!(Math.abs(expected[id] - actual[id]) < 1e-12)) {
                    fail("p of %d is %s after the shift, %s before", id, actual[id], expected[id]);
                }
            }
        }
    }

    @Test
    void traceEqualsEffect() {
        onEveryRow(smallAndWideRows(), this::checkTraceEqualsEffect);
    }

    private void checkTraceEqualsEffect(RandomLogits.Row row) {
        if (takesAnything()) {
            return;
        }
        Candidates candidates = load(row);
        ProcessorChain chain = ProcessorChain.of(processor()).forRow();
        StepTracer tracer = new StepTracer(new TraceOptions(0, false, true, true, List.of()), chain);
        try {
            chain.process(candidates, Reference.context(row.history(), row.promptLength()), tracer);
        } catch (IsothermException refusal) {
            return;
        }
        StepTrace.Stage stage =
                tracer.taken(0, candidates, candidates.argmax()).stages().get(0);
        assertThat(stage.kept()).isEqualTo(candidates.size());
        double[] entering = Reference.softmax(Reference.doubles(row.logits()), 1);
        double mass = Arrays.stream(Reference.ids(candidates))
                .mapToDouble(id -> entering[id])
                .sum();
        assertThat(stage.mass()).isCloseTo(mass, within(1e-9)).isBetween(0.0, 1.0);
        double entropy = Reference.entropy(Reference.softmax(Reference.denseLogits(candidates), 1));
        assertThat(stage.entropy()).isCloseTo(entropy, within(1e-9));
    }

    @Test
    void isNamedInTheChain() {
        assertThat(ProcessorChain.of(processor()).toString()).startsWith(name());
    }
}
