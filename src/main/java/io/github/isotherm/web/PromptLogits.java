package io.github.isotherm.web;

import io.github.isotherm.LocalModel;
import java.util.List;

/** The logits after the last few prompts, so that searching and moving do not run the model again. Thread-safe. */
final class PromptLogits {
    private static final int MOST = 16;

    private final LocalModel model;
    private final ModelQueue queue;
    private final Recent<List<Integer>, float[]> recent = new Recent<>(MOST);

    PromptLogits(LocalModel model, ModelQueue queue) {
        this.model = model;
        this.queue = queue;
    }

    float[] after(List<Integer> ids) {
        return recent.get(
                List.copyOf(ids),
                () -> queue.inTurn(
                        () -> model.logits(ids.stream().mapToInt(id -> id).toArray())));
    }
}
