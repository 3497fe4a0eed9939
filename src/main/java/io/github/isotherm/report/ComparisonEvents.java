package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.Vocabulary;

/** A comparison while it runs: one line of JSON an event. */
public final class ComparisonEvents {
    private ComparisonEvents() {}

    /**
     * The first event: with what the completions are made.
     *
     * @param comparison the comparison
     * @return {@code event: "start", seed, samples, chains}
     */
    public static String start(Comparison comparison) {
        ObjectNode root = event("start");
        root.put("seed", comparison.seed());
        root.put("samples", comparison.samples());
        ArrayNode chains = root.putArray("chains");
        comparison
                .temperatures()
                .forEach(t ->
                        chains.add(TemperatureChain.at(comparison.chain(), t).toString()));
        return Json.line(root);
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
        ObjectNode root = event("token").put("temperature", temperature).put("sample", sample);
        root.set("token", ComparisonReport.token(trace, vocabulary));
        return Json.line(root);
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
        return Json.line(event("text")
                .put("temperature", temperature)
                .put("sample", sample)
                .put("text", piece));
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
        return Json.line(PlaygroundReport.error(event("error"), sentence));
    }

    private static ObjectNode event(String name) {
        return Json.object().put("event", name);
    }
}
