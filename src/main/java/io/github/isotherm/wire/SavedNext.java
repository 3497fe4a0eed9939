package io.github.isotherm.wire;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.report.JsonLine;
import io.github.isotherm.report.QuotedText;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Next-token distributions with everything that is needed to compute them again, and the numbers they had.
 *
 * @param model the model, and how it ran
 * @param prompt the prompt's text
 * @param ids the prompt's token ids
 * @param suffix what stands behind the blank, empty where the prompt ends there
 * @param chosen whether the words are the model's own
 * @param sweep what was asked for
 * @param numbers the answer, one a temperature
 */
public record SavedNext(
        SavedModel model,
        String prompt,
        List<Integer> ids,
        String suffix,
        boolean chosen,
        TemperatureSweep sweep,
        List<Numbers> numbers) {
    static final String COMMAND = "next";

    /** Probabilities nearer than this are the same: kernels of another processor round differently. */
    private static final double NEAR = 1e-6;

    /** Copies the lists, and checks that there are as many answers as temperatures. */
    public SavedNext {
        ids = List.copyOf(ids);
        numbers = List.copyOf(numbers);
        SavedFile.checkIds(ids, sweep.branched());
        if (numbers.size() != sweep.temperatures().size()) {
            throw new InvalidValueException("The saved run has " + numbers.size() + " distributions for "
                    + sweep.temperatures().size() + " temperatures; give a file that --save wrote, unchanged.");
        }
        int words = sweep.words().size();
        if (numbers.stream().anyMatch(one -> one.words().size() != words)) {
            throw new InvalidValueException("The saved run has " + words
                    + " candidates but not as many probabilities of them; give a file that --save wrote, unchanged.");
        }
    }

    /**
     * The numbers of one distribution.
     *
     * @param tokens the most probable ids, best first
     * @param probabilities theirs
     * @param words the probabilities of the user's words, in the order asked
     */
    public record Numbers(List<Integer> tokens, List<Double> probabilities, List<Double> words) {
        /** Copies the lists. */
        public Numbers {
            tokens = List.copyOf(tokens);
            probabilities = List.copyOf(probabilities);
            words = List.copyOf(words);
            if (tokens.size() != probabilities.size()) {
                throw new InvalidValueException("The saved run has " + tokens.size() + " tokens with "
                        + probabilities.size() + " probabilities; give a file that --save wrote, unchanged.");
            }
        }

        private Map<String, Object> json() {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("tokens", tokens);
            node.put("probabilities", probabilities);
            node.put("candidates", words);
            return node;
        }

        private int lines() {
            return Math.min(tokens.size(), probabilities.size());
        }
    }

    /**
     * The numbers to be saved.
     *
     * @param next the distributions
     * @return one a temperature
     */
    public static List<Numbers> numbersOf(NextTokens next) {
        return next.distributions().stream()
                .map(distribution -> new Numbers(
                        distribution.top().stream().map(TopToken::id).toList(),
                        distribution.top().stream().map(TopToken::probability).toList(),
                        distribution.candidates().stream()
                                .map(Candidate::probability)
                                .toList()))
                .toList();
    }

    /**
     * The run as JSON.
     *
     * @return one line
     */
    public String json() {
        Map<String, Object> root = SavedFile.begin(COMMAND, model, prompt, ids);
        root.put("suffix", suffix);
        root.put("chosen", chosen);
        root.put("chain", sweep.chain().toString());
        root.put("temperatures", sweep.temperatures());
        root.put("branched", sweep.branched());
        root.put("top", sweep.top());
        root.put("candidates", sweep.words().stream().map(SavedNext::json).toList());
        root.put("distributions", numbers.stream().map(Numbers::json).toList());
        return JsonLine.of(root);
    }

    private static Map<String, Object> json(TemperatureSweep.Word word) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("text", word.text());
        node.put("ids", word.ids());
        return node;
    }

    /**
     * Reads a saved run.
     *
     * @param json what {@link #json()} gave
     * @param processors the processors its chain may name
     * @return the run
     * @throws InvalidValueException when it is something else
     */
    public static SavedNext read(byte[] json, ProcessorCatalog processors) {
        SavedFile file = SavedFile.read(json, COMMAND);
        TemperatureSweep sweep = new TemperatureSweep(
                processors.parse(file.text("chain")),
                file.numbers("temperatures"),
                file.whole("top"),
                file.objects("candidates").stream()
                        .map(word -> new TemperatureSweep.Word(word.text("text"), word.ids("ids")))
                        .toList(),
                file.laterWhole("branched"));
        SavedNext run = new SavedNext(
                file.model(),
                file.text("prompt"),
                file.ids("ids"),
                file.laterText("suffix"),
                file.laterFlag("chosen"),
                sweep,
                file.objects("distributions").stream()
                        .map(answer -> new Numbers(
                                answer.ids("tokens"), answer.numbers("probabilities"), answer.numbers("candidates")))
                        .toList());
        file.refuseOthers();
        return run;
    }

    /**
     * The distributions as they are told: of the model's own words the most probable ones.
     *
     * @param next what was asked for
     * @return with what stands behind the blank
     */
    public FilledBlank filled(NextTokens next) {
        return FilledBlank.of(suffix, chosen, next, sweep.top());
    }

    /**
     * The ids that it names.
     *
     * @return those of the prompt and of the answer
     */
    public IntStream everyId() {
        return Stream.concat(
                        ids.stream(),
                        Stream.concat(
                                sweep.words().stream().flatMap(word -> word.ids().stream()),
                                numbers.stream().flatMap(one -> one.tokens().stream())))
                .mapToInt(Integer::intValue);
    }

    /**
     * Where a replay leaves the saved run by more than a millionth.
     *
     * @param again the replay's distributions
     * @param vocabulary the texts of the tokens
     * @return a sentence on the first number that differs, or empty when none does
     */
    public Optional<String> difference(NextTokens again, Vocabulary vocabulary) {
        List<Numbers> replayed = numbersOf(again);
        for (int at = 0; at < numbers.size(); at++) {
            String place = difference(numbers.get(at), replayed.get(at), vocabulary);
            if (!place.isEmpty()) {
                return Optional.of("The replay differs at T = "
                        + Checks.number(sweep.temperatures().get(at)) + ", " + place
                        + "; the same numbers need the same model, ONNX Runtime and kind of processor.");
            }
        }
        return Optional.empty();
    }

    private String difference(Numbers then, Numbers now, Vocabulary vocabulary) {
        List<String> places = new ArrayList<>();
        if (then.lines() != now.lines()) {
            places.add(now.lines() + " tokens instead of " + then.lines());
        }
        for (int i = 0; i < Math.min(then.lines(), now.lines()); i++) {
            String saved = line(then.tokens().get(i), then.probabilities().get(i), vocabulary);
            String found = line(now.tokens().get(i), now.probabilities().get(i), vocabulary);
            boolean same = then.tokens().get(i).equals(now.tokens().get(i))
                    && isNear(then.probabilities().get(i), now.probabilities().get(i));
            if (!same) {
                places.add("rank " + (i + 1) + ": " + found + " instead of " + saved);
            }
        }
        for (int i = 0; i < Math.min(then.words().size(), now.words().size()); i++) {
            if (!isNear(then.words().get(i), now.words().get(i))) {
                places.add(QuotedText.of(sweep.words().get(i).text()) + ": "
                        + figure(now.words().get(i)) + " instead of "
                        + figure(then.words().get(i)));
            }
        }
        return places.isEmpty() ? "" : places.get(0);
    }

    private static boolean isNear(double one, double other) {
        return Math.abs(one - other) <= NEAR;
    }

    private static String line(int id, double probability, Vocabulary vocabulary) {
        return QuotedText.of(vocabulary.text(id)) + " " + figure(probability);
    }

    private static String figure(double probability) {
        return String.format(Locale.ROOT, "%.8f", probability);
    }
}
