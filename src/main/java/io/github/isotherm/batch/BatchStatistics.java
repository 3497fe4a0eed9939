package io.github.isotherm.batch;

import io.github.isotherm.compare.RunningStatistics;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.report.BatchReport;
import io.github.isotherm.wire.batch.AnsweredTokens;
import io.github.isotherm.wire.batch.BatchAnswer;
import io.github.isotherm.wire.batch.BatchAnswer.Details;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of a file have in common, at each temperature. Replies to requests are rows, but have no tokens to count.
 * Mutable, not thread-safe.
 */
final class BatchStatistics {
    private final Map<String, Group> groups = new LinkedHashMap<>();

    /** Of answers with their tokens, at the temperatures that options give. */
    BatchStatistics(BatchOptions options) {
        if (options.scores() || options.details() != Details.TOKENS) {
            throw new InvalidValueException("There is a report only of completions with their tokens; ask for those.");
        }
        if (options.temperatures().isEmpty()) {
            groups.put(name(null), new Group(null));
        }
        options.temperatures().forEach(temperature -> groups.put(name(temperature), new Group(temperature)));
    }

    private static String name(@Nullable Double temperature) {
        return String.valueOf(temperature);
    }

    private static final class Group {
        private final @Nullable Double temperature;
        private final RunningStatistics statistics = new RunningStatistics();
        private long rows;
        private long errors;

        Group(@Nullable Double temperature) {
            this.temperature = temperature;
        }

        void add(BatchAnswer answer) {
            rows++;
            errors += answer.isError() ? 1 : 0;
            if (answer.form() == BatchAnswer.Form.COMPLETION_WITH_TOKENS) {
                AnsweredTokens tokens = AnsweredTokens.of(answer);
                statistics.add(tokens.ids(), tokens.logprobs(), tokens.entropies());
            }
        }

        BatchReport.Group asked() {
            return new BatchReport.Group(temperature, rows, errors, statistics.statistics());
        }
    }

    /** Counts an answer. A row that could not be understood is an error at every temperature; others than those asked for are left out. */
    void add(BatchAnswer answer) {
        if (answer.isError() && answer.temperature() == null) {
            groups.values().forEach(group -> group.add(answer));
            return;
        }
        Group group = groups.get(name(answer.temperature()));
        if (group != null) {
            group.add(answer);
        }
    }

    /** One a temperature, in the order asked for. */
    List<BatchReport.Group> groups() {
        return groups.values().stream().map(Group::asked).toList();
    }
}
