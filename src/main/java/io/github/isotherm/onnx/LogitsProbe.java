package io.github.isotherm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.isotherm.error.ModelException;

/** Runs a graph once to see the logits whose shape its declaration leaves open. */
final class LogitsProbe {
    private static final int TOKENS = 3;

    private LogitsProbe() {}

    /** The graph with what the run has shown, or as it was when nothing is open. */
    static Graph completed(OrtEnvironment environment, Decoder decoder, Graph graph, StateStore store) {
        LogitsPort logits = graph.logits();
        if (logits.isCertain(graph.ids(), graph.has(Role.KEEP_COUNT))) {
            return graph;
        }
        int tokens = graph.fixedTokens() > 0 && !decoder.isPair() ? graph.fixedTokens() : TOKENS;
        Span span = new Span(0, tokens);
        try (Interrupt interrupt = Interrupt.open();
                Bindings bindings = new Bindings()) {
            RepeatedToken repeated = new RepeatedToken(environment, decoder.layout());
            new StepInputs(environment, graph).bind(bindings, new int[tokens], span, tokens);
            store.bind(bindings, 0, tokens);
            repeated.bind(bindings, tokens, tokens);
            long[] shape = decoder.shapeOf(logits.port().name(), bindings, interrupt.options());
            return graph.with(logits.seen(shape, tokens));
        } catch (OrtException e) {
            throw new ModelException(
                    "The model fails on its first " + tokens + " tokens: " + OrtErrors.reason(e) + ".", e);
        }
    }
}
