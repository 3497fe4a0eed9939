package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.UserCodeException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the listener of a comparison may do. Every hang fails by its time limit. */
@Timeout(Patience.SECONDS)
class ListenersOfComparisonsTest {
    private static final Comparison ENDLESS =
            new Comparison(ProcessorChain.EMPTY, List.of(0.5, 1.0), 2, 1, 90_000, List.of());

    private final ScriptedModel scripted = ScriptedModel.saying(ByteCodec.SIZE, 1, 'x');
    private final LocalModel model = LocalModel.of(parts(scripted));

    private static ModelParts parts(ScriptedModel scripted) {
        return new ModelParts(
                "scripted",
                scripted,
                new ByteCodec(),
                null,
                SamplingSettings.NONE,
                CompletionLimits.NONE,
                List.of(0),
                null,
                null);
    }

    @AfterEach
    void nothingIsLeftOpen() {
        model.close();
        assertThat(scripted.open).hasValue(0);
    }

    private static ComparisonListener doing(String where, Runnable what) {
        return new ComparisonListener() {
            @Override
            public void onStart(Comparison comparison) {
                at("onStart");
            }

            @Override
            public void onToken(int temperature, int sample, StepTrace trace) {
                at("onToken");
            }

            @Override
            public void onText(int temperature, int sample, String piece) {
                at("onText");
            }

            private void at(String here) {
                if (here.equals(where)) {
                    what.run();
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"onStart", "onToken", "onText"})
    void theListenerMayCloseTheModel(String where) {
        assertThatThrownBy(
                        () -> model.compare(new int[] {'>'}, ENDLESS, doing(where, model::close), new Cancellation()))
                .isInstanceOf(ClosedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onStart", "onToken", "onText"})
    void whatTheListenerThrowsIsToldAsItsOwn(String where) {
        IllegalStateException theirs = new IllegalStateException("mine");
        ComparisonListener listener = doing(where, () -> {
            throw theirs;
        });
        assertThatThrownBy(() -> model.compare(new int[] {'>'}, ENDLESS, listener, new Cancellation()))
                .isInstanceOf(UserCodeException.class)
                .hasMessageStartingWith(
                        "The listener of the comparison (" + listener.getClass().getName() + ") failed: mine;")
                .hasCause(theirs);
        Patience.until(model::isIdle);
    }

    @Test
    void theListenerMayAskTheModel() {
        Comparison two = new Comparison(ProcessorChain.EMPTY, List.of(1.0), 1, 1, 2, List.of());
        StringBuilder inner = new StringBuilder();
        ComparisonListener asking = doing(
                "onToken",
                () -> inner.append(model.complete(
                                ">", CompletionOptions.defaults().maxTokens(1).temperature(0))
                        .text()));
        model.compare(new int[] {'>'}, two, asking, new Cancellation());
        assertThat(inner).hasToString("xx");
    }

    @Test
    void aTokenizerOfMoreTokensThanTheGraphIsSaidNotToMatch() {
        ScriptedModel small = new ScriptedModel(100, 1000, sequence -> new float[100]);
        try (LocalModel mismatched = LocalModel.of(parts(small))) {
            assertThat(mismatched.encodePrompt("A")).containsExactly('A');
            assertThatThrownBy(() -> mismatched.encodePrompt("x"))
                    .isInstanceOf(ModelException.class)
                    .hasMessage(
                            "The tokenizer of scripted makes token 120 of the text, but the graph knows 100 tokens, ids 0"
                                    + " to 99: tokenizer.json and the graph are not of one model; put both there from one"
                                    + " download.");
        }
    }
}
