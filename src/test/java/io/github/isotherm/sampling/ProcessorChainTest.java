package io.github.isotherm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.math.KeyedUniform;
import io.github.isotherm.sampling.catalog.LogitsProcessorProvider;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.sampling.processors.LogitBias;
import io.github.isotherm.sampling.processors.MinP;
import io.github.isotherm.sampling.processors.RepetitionPenalty;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopK;
import io.github.isotherm.sampling.processors.TopP;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorChainTest {
    /** Bans the token it was last told. */
    private static final class NeverTwice implements StatefulLogitsProcessor {
        private int last = -1;

        @Override
        public void process(Candidates candidates, StepContext context) {
            candidates.retain(i -> candidates.id(i) != last);
        }

        @Override
        public StatefulLogitsProcessor copy() {
            NeverTwice copy = new NeverTwice();
            copy.last = last;
            return copy;
        }

        @Override
        public void accepted(int token, double probability, StepContext context) {
            last = token;
        }
    }

    private final StepContext context = Reference.context(new int[0], 0);

    private int[] idsAfter(ProcessorChain chain) {
        Candidates candidates = new Candidates(3).load(new float[] {3, 2, 1});
        chain.process(candidates, context);
        return Reference.ids(candidates);
    }

    @Test
    void everyRowRemembersForItself() {
        ProcessorChain chain = ProcessorChain.of(new NeverTwice(), new Temperature(2));
        ProcessorChain first = chain.forRow();
        first.accepted(0, 0.5, context);
        ProcessorChain fork = first.forRow();
        fork.accepted(1, 0.5, context);

        assertThat(idsAfter(chain)).containsExactly(0, 1, 2);
        assertThat(idsAfter(first)).containsExactly(1, 2);
        assertThat(idsAfter(fork)).containsExactly(0, 2);
    }

    @Test
    void aChainThatRemembersNothingIsShared() {
        ProcessorChain chain = ProcessorChain.of(new Temperature(2));
        chain.accepted(0, 1, context);
        assertThat(chain.forRow()).isSameAs(chain);
    }

    @Test
    void processorsRunInOrderAndOffOnesNotAtAll() {
        List<String> calls = new ArrayList<>();
        ProcessorChain.EMPTY
                .then("first", (candidates, c) -> calls.add("first"))
                .then(new TopK(0))
                .then("second", (candidates, c) -> calls.add("second"))
                .process(new Candidates(1), context);
        assertThat(calls).containsExactly("first", "second");
    }

    @Test
    void codeOfTheUsersOwnIsPrintedByName() {
        assertThat(ProcessorChain.EMPTY.then("my-ban", (c, x) -> {}).then((c, x) -> {}))
                .hasToString("my-ban > custom");
    }

    @Test
    void eachPlaceDrawsFromAStreamOfItsOwn() {
        List<Double> drawn = new ArrayList<>();
        LogitsProcessor drawing = (candidates, c) -> drawn.add(c.uniform());
        ProcessorChain.of(drawing, drawing).process(new Candidates(1), context);
        assertThat(drawn).doesNotHaveDuplicates().doesNotContain(KeyedUniform.at(7, 0, 0));
    }

    @Test
    void presetsOrderTheSameSettingsDifferently() {
        SamplingSettings settings = SamplingSettings.NONE
                .with(new TopP(0.9))
                .with(new Temperature(0.5))
                .with(new TopK(40))
                .with(new MinP(0.1))
                .with(new RepetitionPenalty(1.1))
                .with(ChainStep.named("mine", (c, x) -> {}))
                .with(new LogitBias(Map.of(1, 2.0)));
        assertThat(settings.chain(ProcessorOrder.HF))
                .hasToString("logit-bias={1: 2} > repetition-penalty=1.1 > mine > temperature=0.5 > top-k=40 > "
                        + "top-p=0.9 > min-p=0.1");
        assertThat(settings.chain(ProcessorOrder.LLAMA_CPP))
                .hasToString("logit-bias={1: 2} > repetition-penalty=1.1 > mine > top-k=40 > top-p=0.9 > "
                        + "min-p=0.1 > temperature=0.5");
        assertThat(settings.chain(ProcessorOrder.OPENAI))
                .hasToString("logit-bias={1: 2} > repetition-penalty=1.1 > mine > temperature=0.5 > top-p=0.9 > "
                        + "top-k=40 > min-p=0.1");
    }

    @Test
    void theUsersSettingsOverrideTheModelsOneByOne() {
        SamplingSettings model =
                SamplingSettings.NONE.with(new Temperature(0.6)).with(new TopK(20));
        SamplingSettings user = SamplingSettings.NONE.with(new Temperature(1)).with(new TopP(0.5));
        SamplingSettings both = model.overriddenBy(user);
        assertThat(both.chain(ProcessorOrder.HF)).hasToString("top-k=20 > top-p=0.5");
        assertThat(both.has("temperature")).isTrue();
        assertThat(both.has("min_p")).isFalse();
        assertThat(both).hasToString("[temperature=1, top-k=20, top-p=0.5]");
    }

    @Test
    void severalProcessorsOfTheUsersOwnStandSideBySide() {
        assertThat(SamplingSettings.NONE
                        .with((c, x) -> {})
                        .with((c, x) -> {})
                        .chain(ProcessorOrder.HF)
                        .steps())
                .hasSize(2);
    }

    @Test
    void chainsAreEqualWhenTheirStepsAre() {
        assertThat(ProcessorChain.of(new TopK(3))).isEqualTo(ProcessorChain.of(new TopK(3)));
        assertThat(ProcessorChain.of(new TopK(3))).isNotEqualTo(ProcessorChain.of(new TopK(4)));
        assertThat(ProcessorChain.EMPTY).isNotEqualTo("");
    }

    @Test
    void aTakenNameIsRefused() {
        LogitsProcessorProvider provider = new LogitsProcessorProvider() {
            @Override
            public String name() {
                return "top-k";
            }

            @Override
            public LogitsProcessor create(Map<String, Object> parameters) {
                return new TopK(1);
            }
        };
        assertThatThrownBy(() -> ProcessorCatalog.of(List.of(provider)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("top_k");
    }
}
