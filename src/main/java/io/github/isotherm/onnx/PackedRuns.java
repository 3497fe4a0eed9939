package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;
import io.github.isotherm.generate.Feed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs sequences of any length together: all their tokens are one sequence for everything but attention. */
final class PackedRuns implements SequenceRuns {
    /**
     * What one slot of a run takes.
     *
     * @param slot which
     * @param rows of the attention operator, some of them repeated
     * @param index of the feed
     * @param feed of which it is a part
     * @param from the index of the first token
     * @param count how many tokens
     * @param kept how many of the last ones' logits are kept
     */
    record Part(int slot, int rows, int index, Feed feed, int from, int count, int kept) {
        OnnxSequence sequence() {
            return (OnnxSequence) feed.sequence();
        }

        int token(int i) {
            return feed.tokens()[from + i];
        }

        boolean isLast() {
            return from + count == feed.tokens().length;
        }

        /** Positions that the operator is told of. */
        int total() {
            return past() + rows;
        }

        /** Positions before the first token. */
        int past() {
            return sequence().length() + from;
        }
    }

    private final OnnxModel model;
    private final SlotLayout layout;
    private final PackedInputs inputs;
    private final SlotStates states;

    /** All of them are bound anew by every run, or as they were. */
    private final Bindings bindings = new Bindings();

    /** Fewer than the context has: rotation outside attention refuses more tokens than its tables have rows. */
    private final int mostTokens;

    private final int mostKept;

    PackedRuns(OnnxModel model, SlotLayout layout) throws OrtException {
        this.model = model;
        this.layout = layout;
        int within = Math.max(1, Chunks.MOST_BYTES / model.graph().logits().bytes());
        int tokens = layout.kept() ? Chunks.USUAL : Math.min(Chunks.USUAL, Math.max(Chunks.LEAST, within));
        mostTokens = Math.max(1, Math.min(tokens, model.contextLength() - 1));
        mostKept = Math.max(Chunks.LEAST, within);
        inputs = new PackedInputs(model.environment(), model.graph(), layout);
        states = new SlotStates(model.environment(), model.graph().slots(), layout.slots());
    }

    @Override
    public void run(List<Feed> feeds, KeptLogits logits) {
        int[] done = new int[feeds.size()];
        try {
            for (List<Part> parts = next(feeds, done); !parts.isEmpty(); parts = next(feeds, done)) {
                runOnce(parts, logits);
                for (Part part : parts) {
                    finish(part, done);
                }
            }
        } finally {
            for (Feed feed : feeds) {
                ((OnnxSequence) feed.sequence()).undo();
            }
        }
    }

    /** As much of what is left as one run takes: of the first feeds, in the order of the slots. */
    private List<Part> next(List<Feed> feeds, int[] done) {
        List<Part> parts = new ArrayList<>();
        int tokens = mostTokens;
        int positions = mostKept;
        FreeSlots free = layout.free();
        for (int i = 0; i < done.length; i++) {
            Feed feed = feeds.get(i);
            int firstKept = Math.max(done[i], feed.tokens().length - feed.keepLast());
            int left = Math.min(feed.tokens().length - done[i], firstKept - done[i] + positions);
            int count = Math.min(left, tokens);
            int slot = count > 0 ? free.take(feed.sequence().length() + done[i], count) : FreeSlots.NONE;
            if (slot != FreeSlots.NONE) {
                int kept = Math.max(0, done[i] + count - firstKept);
                parts.add(new Part(slot, layout.operatorRows(slot, count), i, feed, done[i], count, kept));
                tokens -= count;
                positions -= kept;
            }
        }
        parts.sort(Comparator.comparingInt(Part::slot));
        return parts;
    }

    private static void finish(Part part, int[] done) {
        OnnxSequence sequence = part.sequence();
        sequence.hold(part.past() + part.count);
        done[part.index] += part.count;
        if (part.isLast()) {
            sequence.with(part.feed.tokens());
            sequence.commit(part.feed.tokens().length);
        }
    }

    private void runOnce(List<Part> parts, KeptLogits logits) {
        int tokens = 0;
        for (Part part : parts) {
            tokens += part.count;
        }
        Span span = new Span(parts.get(0).past(), parts.get(0).past() + tokens);
        int packed = tokens;
        model.step(span, bindings, all -> {
            logits.bind(all, inputs.bind(all, parts, packed));
            bindStates(all, parts);
        });
        addTo(logits, parts);
    }

    private void bindStates(Bindings all, List<Part> parts) throws OrtException {
        int next = 0;
        for (int slot = 0; slot < layout.slots(); slot++) {
            if (next < parts.size() && parts.get(next).slot == slot) {
                Part part = parts.get(next++);
                states.bind(all, slot, ((RowState) part.sequence().store()).tensors(part.past(), part.total()));
            } else {
                states.bindNothing(all, slot);
            }
        }
    }

    private void addTo(KeptLogits logits, List<Part> parts) {
        int first = 0;
        for (Part part : parts) {
            logits.add(part.index, layout.kept() ? first : first + part.count - part.kept, part.kept);
            first += layout.kept() ? part.kept : part.count;
        }
    }

    @Override
    public void close() {
        bindings.close();
        inputs.close();
        states.close();
    }
}
