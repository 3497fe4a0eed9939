package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import io.github.isotherm.generate.Feed;
import java.util.List;

/** How a graph takes the feeds of a run. */
interface SequenceRuns extends AutoCloseable {
    /**
     * Runs checked feeds; a sequence counts a feed's tokens when all of them are computed.
     *
     * @param logits receives those that are kept
     */
    void run(List<Feed> feeds, KeptLogits logits);

    @Override
    void close();

    /** One run of the graph. */
    interface Step {
        void run(Bindings bindings) throws OrtException;
    }
}
