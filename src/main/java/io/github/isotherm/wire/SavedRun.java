package io.github.isotherm.wire;

import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.report.JsonLine;
import io.github.isotherm.report.QuotedText;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A comparison with everything that is needed to make it again, and the tokens it gave.
 *
 * @param model the model, and how it ran
 * @param prompt the prompt's text
 * @param ids the prompt's token ids
 * @param comparison what was asked for
 * @param tokens the tokens of every completion: all samples of the first temperature, then those of the next
 */
public record SavedRun(
        SavedModel model, String prompt, List<Integer> ids, Comparison comparison, List<List<Integer>> tokens) {
    static final String COMMAND = "compare";

    /** Copies the lists, and checks that there are as many completions as were asked for. */
    public SavedRun {
        ids = List.copyOf(ids);
        tokens = List.copyOf(tokens);
        SavedFile.checkIds(ids, comparison.branched());
        int asked = comparison.samples() * comparison.temperatures().size();
        if (tokens.size() != asked) {
            throw new InvalidValueException("The saved run has " + tokens.size() + " completions instead of " + asked
                    + ", its temperatures by its samples; give a file that --save wrote, unchanged.");
        }
    }

    /**
     * The tokens of completions, in the order they are saved in.
     *
     * @param compared the completions
     * @return one list a completion
     */
    public static List<List<Integer>> tokensOf(ComparedCompletions compared) {
        return compared.groups().stream()
                .flatMap(group -> group.samples().stream())
                .map(GenerationResult::tokens)
                .map(ids -> Arrays.stream(ids.toArray()).boxed().toList())
                .toList();
    }

    /**
     * The run as JSON.
     *
     * @return one line
     */
    public String json() {
        Map<String, Object> root = SavedFile.begin(COMMAND, model, prompt, ids);
        root.put("chain", comparison.chain().toString());
        root.put("temperatures", comparison.temperatures());
        root.put("samples", comparison.samples());
        root.put("seed", comparison.seed());
        root.put("max_tokens", comparison.maxTokens());
        root.put("stop", comparison.stopStrings());
        root.put("stop_token_ids", comparison.stopTokenIds());
        root.put("branched", comparison.branched());
        root.put("tokens", tokens);
        return JsonLine.of(root);
    }

    /**
     * Reads a saved run.
     *
     * @param json what {@link #json()} gave
     * @param processors the processors its chain may name
     * @return the run
     * @throws InvalidValueException when it is something else
     */
    public static SavedRun read(byte[] json, ProcessorCatalog processors) {
        SavedFile file = SavedFile.read(json, COMMAND);
        Comparison comparison = new Comparison(
                processors.parse(file.text("chain")),
                file.numbers("temperatures"),
                file.whole("samples"),
                file.seed("seed"),
                file.whole("max_tokens"),
                file.texts("stop"),
                file.laterIds("stop_token_ids"),
                file.laterWhole("branched"));
        SavedRun run =
                new SavedRun(file.model(), file.text("prompt"), file.ids("ids"), comparison, file.idLists("tokens"));
        file.refuseOthers();
        return run;
    }

    /**
     * The ids that it names.
     *
     * @return those of the prompt and of the answer
     */
    public IntStream everyId() {
        return Stream.concat(ids.stream(), tokens.stream().flatMap(List::stream))
                .mapToInt(Integer::intValue);
    }

    /**
     * Where a replay leaves the saved run.
     *
     * @param again the replay's completions
     * @param vocabulary the texts of the tokens
     * @return a sentence on the first token that differs, or empty when none does
     */
    public Optional<String> difference(ComparedCompletions again, Vocabulary vocabulary) {
        List<List<Integer>> replayed = tokensOf(again);
        for (int row = 0; row < tokens.size(); row++) {
            List<Integer> then = tokens.get(row);
            List<Integer> now = replayed.get(row);
            int at = 0;
            while (at < then.size() && at < now.size() && then.get(at).equals(now.get(at))) {
                at++;
            }
            if (at < then.size() || at < now.size()) {
                return Optional.of("The replay differs at T = "
                        + Checks.number(comparison.temperatures().get(row / comparison.samples())) + ", sample "
                        + row % comparison.samples() + ", token " + at + ": " + text(now, at, vocabulary)
                        + " instead of " + text(then, at, vocabulary)
                        + "; the same text needs the same model, ONNX Runtime and kind of processor.");
            }
        }
        return Optional.empty();
    }

    private static String text(List<Integer> ids, int at, Vocabulary vocabulary) {
        return at < ids.size() ? QuotedText.of(vocabulary.text(ids.get(at))) : "the end";
    }
}
