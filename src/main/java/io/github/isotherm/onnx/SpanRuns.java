package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.generate.Logits;

/** The runs of one session through the graph, one span after the other, and the logits they leave. */
final class SpanRuns implements AutoCloseable {
    private final OnnxModel model;
    private final StepInputs inputs;
    private final KeptLogits logits;
    private final Interrupt interrupt;

    SpanRuns(OnnxModel model) {
        this.model = model;
        inputs = new StepInputs(model.environment(), model.graph());
        logits = new KeptLogits(
                model.environment(), model.memory(), model.graph().logits());
        interrupt = Interrupt.open();
    }

    /** Forgets the logits of the feed before. */
    void begin() {
        logits.begin();
    }

    /** Of all runs since {@link #begin}. */
    Logits logits() {
        return logits;
    }

    /**
     * Runs a span.
     *
     * @param tokens of all rows, from their first position on
     * @param kept how many of its last positions' logits to keep
     * @param store the state, which holds the positions before the span
     */
    void run(int[][] tokens, Span span, int kept, StateStore store) {
        model.gate().enter();
        try (Bindings bindings = new Bindings()) {
            if (interrupt.consume()) {
                throw stopped();
            }
            int computed = computed(span, kept);
            inputs.bind(bindings, tokens, span, computed);
            logits.bind(bindings, span, computed, Math.min(computed, span.fed()) - kept, kept);
            store.bind(bindings, span);
            model.run(bindings, span.from(), interrupt.options());
        } catch (OrtException e) {
            throw failure(span, e);
        } finally {
            model.gate().leave();
        }
    }

    /** Of how many positions the graph gives logits; of a padded run those after the span count for nothing. */
    private int computed(Span span, int kept) {
        Graph graph = model.graph();
        if (graph.logits().lastOnly()) {
            return 1;
        }
        if (graph.has(Role.KEEP_COUNT)) {
            return Math.max(1, kept);
        }
        return graph.paddedLength() > 0 ? graph.paddedLength() : span.fed();
    }

    private RuntimeException failure(Span span, OrtException e) {
        if (interrupt.consume()) {
            return stopped();
        }
        return OrtErrors.running(span.fed(), span.from(), e);
    }

    /** A run was interrupted by its caller, or by the model's closing. */
    private RuntimeException stopped() {
        model.gate().check();
        return new CancelledException();
    }

    /** Makes the run in progress, or else the next one, fail. From any thread. */
    void cancel() {
        interrupt.request();
    }

    @Override
    public void close() {
        logits.close();
        interrupt.close();
    }
}
