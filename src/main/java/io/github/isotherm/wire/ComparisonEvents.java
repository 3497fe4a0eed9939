package io.github.isotherm.wire;

import io.github.isotherm.compare.Comparison;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.report.ComparisonReport;
import io.github.isotherm.report.JsonLine;
import io.github.isotherm.report.TraceValues;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;

/** A comparison while it runs: one line of JSON an event. */
public final class ComparisonEvents {
    private ComparisonEvents() {}

    /**
     * The first event: with what the completions are made.
     *
     * @param comparison the comparison
     * @param run what it is stopped by
     * @return {@code event: "start", run, seed, samples, chains}
     */
    public static String start(Comparison comparison, String run) {
        Map<String, Object> root = event("start");
        root.put("run", run);
        root.put("seed", comparison.seed());
        root.put("samples", comparison.samples());
        root.put(
                "chains",
                comparison.temperatures().stream()
                        .map(t -> TemperatureChain.at(comparison.chain(), t).toString())
                        .toList());
        return JsonLine.of(root);
    }

    /**
     * A completion took a token.
     *
     * @param temperature the index of its temperature
     * @param sample the index of the sample
     * @param trace what happened
     * @param vocabulary the texts of the tokens
     * @return {@code event: "token", temperature, sample, token}
     */
    public static String token(int temperature, int sample, StepTrace trace, Vocabulary vocabulary) {
        Map<String, Object> root = event("token", temperature, sample);
        root.put("token", TraceValues.token(trace, vocabulary));
        return JsonLine.of(root);
    }

    /**
     * Text of a completion is final.
     *
     * @param temperature the index of its temperature
     * @param sample the index of the sample
     * @param piece the text
     * @return {@code event: "text", temperature, sample, text}
     */
    public static String text(int temperature, int sample, String piece) {
        Map<String, Object> root = event("text", temperature, sample);
        root.put("text", piece);
        return JsonLine.of(root);
    }

    /**
     * The last event.
     *
     * @param report all completions and their statistics
     * @return {@code event: "done", result}, the result as {@link ComparisonReport#json()} has it
     */
    public static String done(ComparisonReport report) {
        return "{\"event\":\"done\",\"result\":" + report.json() + "}";
    }

    /**
     * The last event when something failed.
     *
     * @param sentence what was wrong
     * @return {@code event: "error", error, code, values}
     */
    public static String error(Sentence sentence) {
        return JsonLine.of(PlaygroundReply.error(event("error"), sentence));
    }

    private static Map<String, Object> event(String name, int temperature, int sample) {
        Map<String, Object> root = event(name);
        root.put("temperature", temperature);
        root.put("sample", sample);
        return root;
    }

    private static Map<String, Object> event(String name) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("event", name);
        return root;
    }
}
