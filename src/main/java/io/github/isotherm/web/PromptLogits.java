package io.github.isotherm.web;

import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Cancellation;
import java.util.List;

/** The logits after the last few prompts, so that searching and moving do not run the model again. Thread-safe. */
final class PromptLogits {
    private static final int MOST = 16;

    private final LocalModel model;
    private final RecentlyUsed<List<Integer>, float[]> recent = new RecentlyUsed<>(MOST);

    PromptLogits(LocalModel model) {
        this.model = model;
    }

    float[] after(List<Integer> ids, Cancellation cancellation) {
        return recent.get(
                List.copyOf(ids),
                () -> model.logits(ids.stream().mapToInt(id -> id).toArray(), cancellation));
    }
}
