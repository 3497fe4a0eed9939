package io.github.isotherm.onnx;

import io.github.isotherm.generate.Feed;
import java.util.List;

/**
 * Runs one sequence after another, each in chunks, which bounds memory: attention takes room for every pair of new and old
 * positions.
 */
final class SingleRuns implements SequenceRuns {
    private final OnnxModel model;
    private final StepInputs inputs;
    private final RepeatedToken repeated;
    private final Chunks chunks;

    SingleRuns(OnnxModel model) {
        this.model = model;
        inputs = new StepInputs(model.environment(), model.graph());
        repeated = new RepeatedToken(model.environment(), model.layout());
        chunks = model.chunks();
    }

    @Override
    public void run(List<Feed> feeds, KeptLogits logits) {
        for (int i = 0; i < feeds.size(); i++) {
            Feed feed = feeds.get(i);
            OnnxSequence sequence = (OnnxSequence) feed.sequence();
            int[] ids = sequence.with(feed.tokens());
            int done = sequence.length();
            int to = done + feed.tokens().length;
            try {
                while (done < to) {
                    done = step(sequence, ids, i, new Span(done, to), to - feed.keepLast(), logits);
                }
                sequence.commit(feed.tokens().length);
            } finally {
                sequence.undo();
            }
        }
    }

    /** The next run; returns the end of what is computed now. */
    private int step(OnnxSequence sequence, int[] ids, int feed, Span left, int firstKept, KeptLogits logits) {
        int from = sequence.held();
        int end = chunks.end(from, left.from(), left.to(), firstKept, model.takesOneToken());
        int kept = Math.max(0, end - Math.max(left.from(), firstKept));
        Span span = new Span(from, end);
        model.step(span, bindings -> {
            int computed = computed(span, kept);
            inputs.bind(bindings, ids, span, computed);
            repeated.bind(bindings, span.fed(), end);
            logits.bind(bindings, computed);
            sequence.store().bind(bindings, from, end);
        });
        logits.add(feed, Math.min(computed(span, kept), span.fed()) - kept, kept);
        sequence.hold(sequence.store().advance(from, end));
        return Math.max(left.from(), end);
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

    @Override
    public void close() {}
}
