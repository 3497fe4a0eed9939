package io.github.isotherm.report;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.next.NextTokens;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The playground's panels as a picture: the same rows in every panel, and under them what was drawn there.
 *
 * @param model the model's name
 * @param title the text with its blank
 * @param next the distributions, with the rows as candidates
 * @param rows what the rows are
 * @param drawn the completions, or null where none are shown
 * @param date when it was made
 */
public record PanelsPicture(
        String model,
        String title,
        NextTokens next,
        Rows rows,
        @Nullable Drawn drawn,
        LocalDate date) {
    /** What the rows of a panel are. */
    public enum Rows {
        /** The user's words, by their shares. */
        WORDS_BY_SHARE,
        /** The user's words, by their probabilities. */
        WORDS_BY_PROBABILITY,
        /** Tokens, by their probabilities, and what they leave of the distribution. */
        TOKENS
    }

    /**
     * Completions, one a temperature.
     *
     * @param seed the key of the draws
     * @param maxTokens the most tokens of each
     * @param texts in the order of the temperatures
     */
    public record Drawn(long seed, int maxTokens, List<String> texts) {
        /** Copies the list. */
        public Drawn {
            texts = List.copyOf(texts);
            Checks.seed(seed);
            Checks.atLeast("max-tokens", maxTokens, 1);
        }
    }

    /** Refuses completions that are not one a temperature. */
    public PanelsPicture {
        int temperatures = next.distributions().size();
        if (drawn != null && drawn.texts().size() != temperatures) {
            throw new InvalidValueException(Sentence.of(
                    "picture.texts",
                    "texts has {texts} completions but must have one for each of the {temperatures} temperatures, or"
                            + " none at all.",
                    "texts",
                    drawn.texts().size(),
                    "temperatures",
                    temperatures));
        }
    }

    /**
     * The picture.
     *
     * @return an SVG document
     */
    public String svg() {
        List<BarChart.Panel> panels = new ArrayList<>();
        for (int i = 0; i < next.distributions().size(); i++) {
            List<String> texts = drawn == null
                    ? List.of()
                    : List.of(QuotedText.of(drawn.texts().get(i)));
            panels.add(panel(next.distributions().get(i), texts));
        }
        return BarChart.svg(title, caption(), panels);
    }

    private BarChart.Panel panel(NextTokens.Distribution distribution, List<String> texts) {
        return switch (rows) {
            case WORDS_BY_SHARE -> DistributionPanels.words(distribution, Measure.SHARE, texts);
            case WORDS_BY_PROBABILITY -> DistributionPanels.words(distribution, Measure.PROBABILITY, texts);
            case TOKENS -> DistributionPanels.tokens(distribution, texts);
        };
    }

    private String caption() {
        String bars = PictureCaption.ofDistributions(model, next.distributions(), date);
        return drawn == null
                ? bars
                : bars + " Under the bars: a completion of at most " + drawn.maxTokens() + " tokens, seed "
                        + drawn.seed() + ", the same random numbers at every temperature.";
    }
}
