package io.github.isotherm.report;

import io.github.isotherm.error.Checks;
import io.github.isotherm.next.NextTokens;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.report.Csv.Column;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Next-token distributions as comma-separated values: one line a token, a rest and a word. */
record NextCsv(NextTokens next, Vocabulary vocabulary) {
    /** A line: of a token, of a word, or of the rest, which is neither. */
    private record Line(
            Distribution of,
            @Nullable TopToken token,
            @Nullable Candidate word) {}

    String text() {
        return new Csv<Line>(List.of(
                        Column.of("temperature", line -> Checks.number(line.of.temperature())),
                        Column.of("kind", NextCsv::kind),
                        Column.of("rank", NextCsv::rank),
                        Column.of("id", NextCsv::id),
                        Column.text("text", this::text),
                        Column.of("logit", line -> line.token == null ? null : line.token.logit()),
                        Column.of("probability", NextCsv::probability),
                        Column.of("share", line -> line.word == null ? null : line.word.share())))
                .of(lines());
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Distribution distribution : next.distributions()) {
            distribution.top().forEach(token -> lines.add(new Line(distribution, token, null)));
            lines.add(new Line(distribution, null, null));
            distribution.candidates().forEach(word -> lines.add(new Line(distribution, null, word)));
        }
        return lines;
    }

    private static Object kind(Line line) {
        if (line.token != null) {
            return "token";
        }
        return line.word == null ? "rest" : "candidate";
    }

    private static @Nullable Object rank(Line line) {
        if (line.token != null) {
            return line.token.rank();
        }
        return line.word == null ? null : line.word.rank();
    }

    private static @Nullable Object id(Line line) {
        if (line.token != null) {
            return line.token.id();
        }
        return line.word == null || line.word.ids().size() != 1
                ? null
                : line.word.ids().get(0);
    }

    private @Nullable Object text(Line line) {
        if (line.token != null) {
            return vocabulary.text(line.token.id());
        }
        return line.word == null ? null : line.word.text();
    }

    private static Object probability(Line line) {
        if (line.token != null) {
            return line.token.probability();
        }
        return line.word == null ? line.of.rest().probability() : line.word.probability();
    }
}
