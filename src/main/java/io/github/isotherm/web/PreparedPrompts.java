package io.github.isotherm.web;

import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.next.PreparedPrompt;
import io.github.isotherm.next.TemperatureSweep;
import java.util.List;

/** The last few prompts with their words, so that moving a slider under a chain does not run the model. Thread-safe. */
final class PreparedPrompts {
    private static final int MOST = 4;

    private final LocalModel model;
    private final RecentlyUsed<Key, PreparedPrompt> recent = new RecentlyUsed<>(MOST);

    private record Key(List<Integer> ids, int branched, List<TemperatureSweep.Word> words) {}

    PreparedPrompts(LocalModel model) {
        this.model = model;
    }

    PreparedPrompt with(List<Integer> ids, int branched, List<TemperatureSweep.Word> words, Cancellation cancellation) {
        return recent.get(
                new Key(List.copyOf(ids), branched, List.copyOf(words)),
                () -> model.prepare(ids.stream().mapToInt(id -> id).toArray(), branched, words, cancellation));
    }
}
