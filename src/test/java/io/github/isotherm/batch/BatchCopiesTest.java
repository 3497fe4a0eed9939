package io.github.isotherm.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Patience;
import io.github.isotherm.generate.ScriptedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that copies of a model share. */
@Timeout(Patience.SECONDS)
class BatchCopiesTest {
    private static final BatchOptions OPTIONS = BatchOptions.defaults()
            .completion(CompletionOptions.defaults().temperature(1.0).maxTokens(6));

    @TempDir
    private Path folder;

    private Path in;

    @BeforeEach
    void rows() throws Exception {
        in = Files.write(
                folder.resolve("in.jsonl"),
                IntStream.range(0, 200)
                        .mapToObj(i -> "{\"id\": " + i + ", \"prompt\": \"prompt " + i % 9 + "\"}")
                        .toList());
    }

    private List<String> run(String name, List<LocalModel> models) throws Exception {
        Path out = folder.resolve(name);
        try (BatchFiles files = BatchFiles.open(in, out, OPTIONS)) {
            files.run(models, (done, isError, read, written) -> {});
            assertThat(files.failed()).isZero();
        }
        return Files.readAllLines(out);
    }

    /** No copy ends its first run before both have begun one. */
    @Test
    void linesAreThoseOfOneAndAllCopiesAnswer() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        List<ScriptedModel> scripts = List.of(BytesModel.rambling(), BytesModel.rambling());
        scripts.forEach(script -> script.inRun = () -> {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (LocalModel alone = BytesModel.open(BytesModel.rambling());
                LocalModel one = BytesModel.open(scripts.get(0));
                LocalModel other = BytesModel.open(scripts.get(1))) {
            assertThat(run("shared.jsonl", List.of(one, other)))
                    .hasSize(200)
                    .containsExactlyInAnyOrderElementsOf(run("alone.jsonl", List.of(alone)));
        }
        assertThat(scripts).allSatisfy(script -> assertThat(script.runs.size()).isGreaterThan(20));
    }

    @Test
    void aCopyThatFailsEndsTheBatchAndWhatIsThereIsGoneOnWith() throws Exception {
        ScriptedModel broken = BytesModel.rambling();
        broken.inRun = () -> {
            throw new OutOfMemoryError("of a test");
        };
        try (LocalModel one = BytesModel.open(BytesModel.rambling());
                LocalModel other = BytesModel.open(broken)) {
            assertThatThrownBy(() -> run("out.jsonl", List.of(one, other))).hasMessageContaining("A row has no answer");
            assertThat(run("out.jsonl", List.of(one))).hasSize(200);
        }
    }

    @Test
    void copiesAreOfOneModel() throws Exception {
        try (LocalModel one = BytesModel.open(BytesModel.rambling());
                LocalModel other = BytesModel.openOther(BytesModel.rambling());
                BatchFiles files = BatchFiles.open(in, folder.resolve("out.jsonl"), OPTIONS)) {
            assertThatThrownBy(() -> files.run(List.of(one, other), (done, isError, read, written) -> {}))
                    .hasMessageContaining("different models");
            assertThatThrownBy(() -> files.run(List.of(), (done, isError, read, written) -> {}))
                    .hasMessageContaining("copies of the model");
        }
    }
}
