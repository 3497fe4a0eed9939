package io.github.isotherm.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.RowSeed;
import io.github.isotherm.compare.SampleStatistics;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.report.BatchReport;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.wire.batch.BatchAnswer.Details;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The statistics of a file of answers. */
@Timeout(Patience.SECONDS)
class BatchReportTest {
    private static final int ROWS = 60;

    @TempDir
    private Path folder;

    private final CompletionOptions completion = CompletionOptions.defaults().maxTokens(8);
    private BatchOptions options =
            BatchOptions.defaults().completion(completion).details(Details.TOKENS);

    private BatchReport report(String rows) throws Exception {
        Path in = Files.writeString(folder.resolve("in.jsonl"), rows);
        try (LocalModel model = BytesModel.open(BytesModel.rambling());
                BatchFiles files = BatchFiles.open(in, folder.resolve("out.jsonl"), options)) {
            files.run(model, (done, isError, read, written) -> {});
            return files.report("scripted");
        }
    }

    private static String rows() {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            rows.append("{\"id\": " + row + ", \"prompt\": \"prompt " + row % 7 + "\"}\n");
        }
        return rows.toString();
    }

    private SampleStatistics alone(double temperature) {
        try (LocalModel model = BytesModel.open(BytesModel.rambling())) {
            List<GenerationResult> completions = IntStream.range(0, ROWS)
                    .mapToObj(row -> model.complete(
                                    "prompt " + row % 7,
                                    completion
                                            .temperature(temperature)
                                            .trace(TraceOptions.TOKENS)
                                            .seed(RowSeed.of(0, Integer.toString(row))
                                                    .value()))
                            .result())
                    .toList();
            return SampleStatistics.of(completions);
        }
    }

    @Test
    void isThatOfTheCompletionsThatTheModelMakesAlone() throws Exception {
        options = options.temperatures(List.of(0.3, 1.0));
        BatchReport report = report(rows());
        assertThat(report.input()).isEqualTo("in.jsonl");
        assertThat(report.model()).isEqualTo("scripted");
        assertThat(report.groups()).extracting(BatchReport.Group::temperature).containsExactly(0.3, 1.0);
        for (BatchReport.Group group : report.groups()) {
            SampleStatistics expected = alone(group.temperature() == null ? 0 : group.temperature());
            SampleStatistics actual = group.statistics();
            assertThat(group.rows()).isEqualTo(ROWS);
            assertThat(group.errors()).isZero();
            assertThat(actual.completions()).isEqualTo(ROWS);
            assertThat(actual.unique()).isEqualTo(expected.unique()).isGreaterThan(7);
            assertThat(actual.distinct1()).isEqualTo(expected.distinct1());
            assertThat(actual.distinct2()).isEqualTo(expected.distinct2());
            assertThat(actual.repetition()).isCloseTo(expected.repetition(), within(1e-12));
            assertThat(actual.meanLogprob()).isCloseTo(expected.meanLogprob(), within(1e-12));
            assertThat(actual.meanTokens()).isEqualTo(expected.meanTokens());
            assertThat(actual.entropies()).hasSize(8);
            for (int step = 0; step < 8; step++) {
                assertThat(actual.entropies().get(step))
                        .isCloseTo(expected.entropies().get(step), within(1e-12));
            }
        }
    }

    /** A row that cannot be understood has no temperature, and no answer at any. */
    @Test
    void errorsAndRepliesAreRowsWithoutTokens() throws Exception {
        options = options.temperatures(List.of(0.3, 1.0));
        BatchReport report = report("{\"id\": 1}\n{\"id\": 2, \"prompt\": \"ab\"}\n"
                + "{\"custom_id\": 3, \"method\": \"POST\", \"url\": \"/v1/completions\", \"body\":"
                + " {\"prompt\": \"ab\", \"max_tokens\": 2}}\n");
        for (BatchReport.Group group : report.groups()) {
            assertThat(group.rows()).isEqualTo(3);
            assertThat(group.errors()).isEqualTo(1);
            assertThat(group.statistics().completions()).isEqualTo(1);
        }
    }

    @Test
    void withoutTemperaturesThereIsOneGroup() throws Exception {
        options = options.completion(completion.temperature(1.0));
        BatchReport report = report(rows());
        assertThat(report.groups()).hasSize(1);
        assertThat(report.groups().get(0).temperature()).isNull();
        assertThat(report.groups().get(0).statistics().unique()).isEqualTo(alone(1).unique());
    }

    @Test
    void isMadeOfTokensOnly() throws Exception {
        options = options.details(Details.LOGPROBS);
        assertThatThrownBy(() -> report(rows())).hasMessageContaining("only of completions with their tokens");
    }
}
