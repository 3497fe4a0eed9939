package io.github.isotherm.wire;

import io.github.isotherm.next.AppliedChain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The answer to one line of {@code apply}. */
final class ApplyAnswer {
    private ApplyAnswer() {}

    static Map<String, @Nullable Object> of(Object id, ApplyRequest request, LongSupplier seeds) {
        Long given = request.seed();
        long key = given != null ? given : seeds.getAsLong();
        AppliedChain applied = request.applied(key);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        answer.put("probabilities", applied.probabilities());
        answer.put("logits", applied.logits());
        answer.put("kept", applied.kept());
        answer.put("argmax", applied.argmax());
        answer.put("entropy", applied.entropy());
        answer.put("effective", applied.effective());
        answer.put("steps", steps(applied));
        if (request.draws() > 0) {
            answer.put("drawn", applied.drawn(key, request.draws()));
            if (given == null) {
                answer.put("seed", key);
            }
        }
        return answer;
    }

    private static List<Map<String, Object>> steps(AppliedChain applied) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (AppliedChain.Step step : applied.steps()) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("processor", step.processor());
            node.put("kept", step.kept());
            node.put("mass", step.mass());
            steps.add(node);
        }
        return steps;
    }
}
