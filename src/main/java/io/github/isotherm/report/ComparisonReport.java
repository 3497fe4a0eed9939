package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.ComparedCompletions.Group;
import io.github.isotherm.compare.FirstTokenFit;
import io.github.isotherm.compare.SampleStatistics;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.ConstraintOutcome;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.sampling.Vocabulary;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Completions at several temperatures side by side, in every form.
 *
 * @param model the model's name
 * @param prompt the prompt as the model got it
 * @param compared the completions
 * @param vocabulary the texts of the tokens
 */
public record ComparisonReport(String model, String prompt, ComparedCompletions compared, Vocabulary vocabulary)
        implements Report {
    /**
     * The comparison as JSON.
     *
     * @return one line
     */
    @Override
    public String json() {
        ObjectNode root = JsonNodes.object();
        root.put("model", model);
        root.put("prompt", prompt);
        root.put("seed", compared.comparison().seed());
        root.put("samples", compared.comparison().samples());
        root.put("max_tokens", compared.comparison().maxTokens());
        ArrayNode temperatures = root.putArray("temperatures");
        compared.groups().forEach(group -> temperatures.add(json(group)));
        return JsonLine.of(root);
    }

    private ObjectNode json(Group group) {
        ObjectNode node = JsonNodes.object();
        node.put("temperature", group.temperature());
        node.put("chain", group.chain().toString());
        ArrayNode completions = node.putArray("completions");
        for (int sample = 0; sample < group.samples().size(); sample++) {
            completions.add(json(sample, group.samples().get(sample)));
        }
        node.set("statistics", StatisticsNode.of(group.statistics()));
        FirstTokenFit fit = group.firstToken();
        if (fit != null) {
            node.set("first_token", json(fit));
        }
        return node;
    }

    private ObjectNode json(int sample, GenerationResult completion) {
        ObjectNode node = JsonNodes.object();
        node.put("sample", sample);
        node.put("text", completion.text());
        node.put("finish_reason", completion.finishReason().toString());
        ConstraintOutcome constraint = completion.constraint();
        if (constraint != null) {
            node.putPOJO("constraint", ConstraintText.values(constraint));
        }
        ArrayNode tokens = node.putArray("tokens");
        completion.traces().forEach(trace -> tokens.addPOJO(TraceValues.token(trace, vocabulary)));
        return node;
    }

    private ObjectNode json(FirstTokenFit fit) {
        ObjectNode node = JsonNodes.object();
        node.put("samples", fit.samples());
        node.put("total_variation", fit.totalVariation());
        node.put("chi_square", fit.chiSquare());
        node.put("degrees", fit.degrees());
        node.putArray("outcomes");
        node.putArray("likely");
        fit.outcomes().forEach(outcome -> node.withArray("outcomes").add(json(outcome)));
        fit.likely().forEach(outcome -> node.withArray("likely").add(json(outcome)));
        return node;
    }

    private ObjectNode json(FirstTokenFit.Outcome outcome) {
        return JsonNodes.object()
                .put("id", outcome.id())
                .put("text", vocabulary.text(outcome.id()))
                .put("count", outcome.count())
                .put("probability", outcome.probability());
    }

    /**
     * The comparison for a terminal: every text under its temperature, and statistics where there are several samples.
     *
     * @param bars how to draw bars
     * @return lines
     */
    @Override
    public String table(BarStyle bars) {
        return new ComparisonTable(prompt, compared, vocabulary, bars).text();
    }

    /**
     * The comparison as an SVG picture: a panel a temperature with the most probable first tokens and the completions.
     *
     * @param date when it was made
     * @return the document
     */
    @Override
    public String svg(LocalDate date) {
        return new ComparisonPicture(model, prompt, compared, vocabulary, date).svg();
    }

    /**
     * Comma-separated values: one line a completion.
     *
     * @return lines with a header
     */
    @Override
    public String csv() {
        return ComparisonCsv.text(compared);
    }

    /**
     * Markdown: a table of the texts, and one of the statistics where there are several samples.
     *
     * @return lines
     */
    @Override
    public String markdown() {
        StringBuilder out = new StringBuilder("| T | sample | completion |\n|---:|---:|---|\n");
        for (Group group : compared.groups()) {
            for (int sample = 0; sample < group.samples().size(); sample++) {
                String quoted = QuotedText.of(group.samples().get(sample).text());
                String fence = quoted.contains("`") ? "``" : "`";
                out.append("| ")
                        .append(Checks.number(group.temperature()))
                        .append(" | ")
                        .append(sample);
                out.append(" | ")
                        .append(fence)
                        .append(quoted.replace("|", "\\|"))
                        .append(fence)
                        .append(" |\n");
            }
        }
        if (compared.comparison().samples() > 1) {
            out.append("\n| T | unique | distinct-1 | distinct-2 | repetition | mean logprob | first token TV |\n");
            out.append("|---:|---:|---:|---:|---:|---:|---:|\n");
            for (Group group : compared.groups()) {
                SampleStatistics s = group.statistics();
                FirstTokenFit fit = group.firstToken();
                out.append(String.format(
                        Locale.ROOT,
                        "| %s | %d | %.4f | %.4f | %.4f | %.4f | %s |\n",
                        Checks.number(group.temperature()),
                        s.unique(),
                        s.distinct1(),
                        s.distinct2(),
                        s.repetition(),
                        s.meanLogprob(),
                        fit == null ? "" : NumberText.four(fit.totalVariation())));
            }
        }
        return out.toString();
    }
}
