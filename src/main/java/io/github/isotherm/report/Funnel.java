package io.github.isotherm.report;

import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.StepTrace.Stage;
import io.github.isotherm.sampling.StepTrace.Watched;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What each processor of a chain leaves of a distribution, and where the listed tokens die. */
final class Funnel {
    private Funnel() {}

    /** A line a processor: survivors, the part of the mass it leaves, entropy after it, and the tokens it cut. */
    static TextTable table(Distribution distribution, Vocabulary vocabulary) {
        TextTable table = new TextTable("lrrrl");
        table.row("chain", "kept", "mass left", "entropy", "cut");
        List<Integer> gone = new ArrayList<>();
        for (Stage stage : distribution.funnel()) {
            List<Integer> cut = stage.watched().stream()
                    .filter(token -> token.logit() == Double.NEGATIVE_INFINITY && !gone.contains(token.id()))
                    .map(Watched::id)
                    .toList();
            gone.addAll(cut);
            table.row(
                    Spelling.kebab(stage.processor()),
                    String.format(Locale.ROOT, "%,d", stage.kept()),
                    NumberText.probability(stage.mass()),
                    String.format(Locale.ROOT, "%.3f", stage.entropy()),
                    String.join(
                            " ",
                            cut.stream()
                                    .map(id -> QuotedText.of(vocabulary.text(id)))
                                    .toList()));
        }
        return table;
    }
}
