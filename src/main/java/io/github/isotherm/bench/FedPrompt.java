package io.github.isotherm.bench;

import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.util.List;

/**
 * Ids, and the logits of their last positions when they are fed alone and at once.
 *
 * @param ids at least one
 * @param last {@code [positions][vocabulary]}
 */
@SuppressWarnings("ArrayRecordComponent") // filled once, read only
record FedPrompt(int[] ids, float[][] last) {
    /** How many positions are compared at most. */
    static final int COMPARED = 8;

    static FedPrompt of(CausalModel model, int[] ids) {
        float[][] last = new float[Math.min(COMPARED, ids.length)][model.vocabularySize()];
        try (Sequence sequence = model.open()) {
            Logits logits = model.run(List.of(new Feed(sequence, ids, last.length)));
            for (int i = 0; i < last.length; i++) {
                logits.copyTo(0, i, last[i]);
            }
        }
        return new FedPrompt(ids, last);
    }

    int length() {
        return ids.length;
    }

    /** The first position whose logits there are. */
    int firstCompared() {
        return ids.length - last.length;
    }
}
