package io.github.isotherm.web;

import io.github.isotherm.LocalModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The logits after the last few prompts, so that moving a slider does not run the model again. Thread-safe. */
final class PromptLogits {
    private static final int MOST = 16;

    private final LocalModel model;
    private final ModelQueue queue;
    private final Map<List<Integer>, float[]> known = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Integer>, float[]> eldest) {
            return size() > MOST;
        }
    };

    PromptLogits(LocalModel model, ModelQueue queue) {
        this.model = model;
        this.queue = queue;
    }

    float[] after(List<Integer> ids) {
        synchronized (known) {
            float[] logits = known.get(ids);
            if (logits != null) {
                return logits;
            }
        }
        queue.enter();
        float[] logits;
        try {
            logits = model.logits(ids.stream().mapToInt(id -> id).toArray());
        } finally {
            queue.leave();
        }
        synchronized (known) {
            known.put(List.copyOf(ids), logits);
        }
        return logits;
    }
}
