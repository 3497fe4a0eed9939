package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.error.Checks;
import io.github.isotherm.next.FilledBlank;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.sampling.Vocabulary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The next-token distributions of a prompt, in every form.
 *
 * @param model the model's name
 * @param prompt the prompt as the model got it
 * @param promptIds its tokens
 * @param filled the distributions, and what stands behind the blank if anything does
 * @param vocabulary the texts of the tokens
 */
public record NextReport(
        String model, String prompt, List<Integer> promptIds, FilledBlank filled, Vocabulary vocabulary)
        implements Report {
    /** Copies the list. */
    public NextReport {
        promptIds = List.copyOf(promptIds);
    }

    /**
     * Those of a prompt that ends where the blank is.
     *
     * @param model the model's name
     * @param prompt the prompt as the model got it
     * @param promptIds its tokens
     * @param next the distributions
     * @param vocabulary the texts of the tokens
     */
    public NextReport(String model, String prompt, List<Integer> promptIds, NextTokens next, Vocabulary vocabulary) {
        this(model, prompt, promptIds, FilledBlank.atEnd(next), vocabulary);
    }

    private NextTokens next() {
        return filled.next();
    }

    private boolean isInside() {
        return !filled.suffix().isEmpty();
    }

    /**
     * The distributions side by side, one column a temperature, for a window.
     *
     * @param bars how bars are drawn
     * @param columns cells of a line, ≥ 1
     * @return lines of at most so many cells; empty where the columns do not fit, or a chain has stages of its own to tell
     */
    public Optional<String> sideBySide(BarStyle bars, int columns) {
        NextColumns side = new NextColumns(prompt, filled, vocabulary, bars, columns);
        return side.fit() ? Optional.of(side.text()) : Optional.empty();
    }

    /** The prompt with its blank. */
    private String title() {
        return prompt + " ___" + filled.suffix();
    }

    /**
     * The distributions as JSON.
     *
     * @return one line
     */
    @Override
    public String json() {
        ObjectNode root = JsonNodes.object();
        root.put("model", model);
        root.put("prompt", prompt);
        if (isInside()) {
            root.put("suffix", filled.suffix());
            root.put("considered", filled.considered());
        }
        ArrayNode tokens = root.putArray("prompt_tokens");
        promptIds.forEach(id -> tokens.addObject().put("id", id).put("text", vocabulary.text(id)));
        root.put("vocabulary_size", next().vocabularySize());
        ArrayNode temperatures = root.putArray("temperatures");
        next().distributions().forEach(distribution -> temperatures.addPOJO(json(distribution)));
        return JsonLine.of(root);
    }

    private Map<String, Object> json(Distribution distribution) {
        Map<String, Object> node = TraceValues.figures(distribution);
        node.put("top", distribution.top().stream().map(this::json).toList());
        node.put(
                "rest",
                JsonNodes.object()
                        .put("tokens", distribution.rest().tokens())
                        .put("probability", distribution.rest().probability()));
        node.put("funnel", TraceValues.funnel(distribution));
        node.put(
                "candidates",
                distribution.candidates().stream().map(NextReport::json).toList());
        return node;
    }

    private ObjectNode json(TopToken token) {
        return JsonNodes.object()
                .put("id", token.id())
                .put("text", vocabulary.text(token.id()))
                .put("logit", token.logit())
                .put("probability", token.probability())
                .put("rank", token.rank());
    }

    private static ObjectNode json(Candidate candidate) {
        ObjectNode node = JsonNodes.object();
        node.put("text", candidate.text());
        node.set("ids", JsonNodes.ints(candidate.ids()));
        node.set("logprob", JsonNodes.number(candidate.logprob()));
        node.put("probability", candidate.probability());
        node.put("share", candidate.share());
        node.put("rank", candidate.rank());
        return node;
    }

    /**
     * Bars for a terminal, one block a temperature, all on one axis from 0 to 1.
     *
     * @param bars how to draw them
     * @return lines
     */
    @Override
    public String table(BarStyle bars) {
        return new NextTable(prompt, filled, vocabulary, bars).text();
    }

    /**
     * Comma-separated values: one line a token, a rest and a word.
     *
     * @return lines with a header
     */
    @Override
    public String csv() {
        return new NextCsv(next(), vocabulary).text();
    }

    /**
     * Markdown: one table a temperature.
     *
     * @return lines
     */
    @Override
    public String markdown() {
        StringBuilder out = new StringBuilder();
        for (Distribution distribution : next().distributions()) {
            out.append(String.format(
                    Locale.ROOT,
                    "%s### T = %s: entropy %.3f nats, %s effective candidates\n\n| rank | token | probability |\n|---:|---|---:|\n",
                    out.length() == 0 ? "" : "\n",
                    Checks.number(distribution.temperature()),
                    distribution.entropy(),
                    NumberText.amount(distribution.effective())));
            for (TopToken token : distribution.top()) {
                markdownRow(out, Integer.toString(token.rank()), vocabulary.text(token.id()), token.probability());
            }
            if (distribution.rest().tokens() > 0) {
                out.append(String.format(
                        Locale.ROOT,
                        "| | %,d others | %s |\n",
                        distribution.rest().tokens(),
                        NumberText.probability(distribution.rest().probability())));
            }
            markdownWords(out, distribution);
        }
        return out.toString();
    }

    private static void markdownWords(StringBuilder out, Distribution distribution) {
        if (distribution.candidates().isEmpty()) {
            return;
        }
        out.append("\n| word | probability | share |\n|---|---:|---:|\n");
        for (Candidate candidate : distribution.candidates()) {
            out.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s |\n",
                    markdownText(candidate.text()),
                    NumberText.probability(candidate.probability()),
                    NumberText.probability(candidate.share())));
        }
    }

    private static void markdownRow(StringBuilder out, String rank, String text, double probability) {
        out.append(String.format(
                Locale.ROOT, "| %s | %s | %s |\n", rank, markdownText(text), NumberText.probability(probability)));
    }

    private static String markdownText(String text) {
        String quoted = QuotedText.of(text);
        String fence = quoted.contains("`") ? "``" : "`";
        return fence + quoted.replace("|", "\\|") + fence;
    }

    /**
     * Bars as an SVG picture: a panel for the most probable tokens and one for the words of each temperature.
     *
     * @param date when it was made
     * @return the document
     */
    @Override
    public String svg(LocalDate date) {
        List<BarChart.Panel> panels = new ArrayList<>();
        for (Distribution distribution : next().distributions()) {
            panels.add(DistributionPanels.top(distribution, vocabulary));
            if (!distribution.candidates().isEmpty()) {
                panels.add(DistributionPanels.words(distribution, Measure.SHARE, List.of()));
            }
        }
        return BarChart.svg(title(), PictureCaption.ofDistributions(model, next().distributions(), date), panels);
    }
}
