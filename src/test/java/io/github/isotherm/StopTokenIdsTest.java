package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.compare.ComparedCompletions;
import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.MinNewTokens;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model that says "b", "c", "d", … after "a", each far more probable than the next letter, and ends with "e". */
class StopTokenIdsTest {
    private final LocalModel model = LocalModel.of(new ModelParts(
            "alphabet",
            new ScriptedModel(ByteCodec.SIZE, 1000, sequence -> {
                float[] logits = new float[ByteCodec.SIZE];
                logits['a' + sequence.size() % 26] = 100;
                logits['x'] = 50;
                return logits;
            }),
            new ByteCodec(),
            null,
            SamplingSettings.NONE,
            List.of((int) 'e'),
            null));

    @AfterEach
    void close() {
        model.close();
    }

    private GenerationResult completed(CompletionOptions options) {
        return model.complete("a", options.temperature(0)).result();
    }

    @Test
    void endACompletionBesideTheModelsOwnEnds() {
        assertThat(completed(CompletionOptions.defaults()).text()).isEqualTo("bcd");
        GenerationResult stopped = completed(CompletionOptions.defaults().stopTokenIds(List.of((int) 'd', (int) 'z')));
        assertThat(stopped.text()).isEqualTo("bc");
        assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(stopped.completionTokens()).isEqualTo(2);
        assertThat(completed(CompletionOptions.defaults().stopTokenIds(List.of((int) 'z')))
                        .text())
                .isEqualTo("bcd");
    }

    @Test
    void areKeptOffByWhatKeepsTheEndOff() {
        CompletionOptions least = CompletionOptions.defaults().maxTokens(4).with(new MinNewTokens(4, List.of()));
        assertThat(completed(least.stopTokenIds(List.of((int) 'c'))).text()).isEqualTo("bxdx");
    }

    @Test
    void areOneOutcomeOfAComparisonsFirstToken() {
        Comparison comparison =
                new Comparison(ProcessorChain.EMPTY, List.of(0.0, 1.0), 2, 1, 9, List.of(), List.of((int) 'b'), 0);
        ComparedCompletions compared =
                model.compare(new int[] {'a'}, comparison, ComparisonListener.NONE, new Cancellation());
        assertThat(compared.groups()).hasSize(2).allSatisfy(group -> {
            assertThat(group.samples())
                    .hasSize(2)
                    .extracting(GenerationResult::finishReason)
                    .containsOnly(FinishReason.STOP);
            assertThat(group.firstToken().samples()).isEqualTo(2);
            assertThat(group.firstToken().totalVariation()).isLessThan(1e-6);
        });
        ComparedCompletions further = model.compare(
                new int[] {'a'},
                comparison.withSeed(2).withChain(ProcessorChain.EMPTY),
                ComparisonListener.NONE,
                new Cancellation());
        assertThat(further.groups().get(0).samples().get(0).text()).isEmpty();
    }

    @Test
    void thatTheModelHasNotAreRefused() {
        assertThatThrownBy(() -> completed(CompletionOptions.defaults().stopTokenIds(List.of(ByteCodec.SIZE))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("The token id 256 is not one of the model's 256");
        assertThatThrownBy(() -> completed(CompletionOptions.defaults().stopTokenIds(List.of(-1))))
                .isInstanceOf(InvalidValueException.class);
    }
}
