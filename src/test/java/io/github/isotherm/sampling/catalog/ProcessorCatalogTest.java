package io.github.isotherm.sampling.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Reference;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.processors.MinNewTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorCatalogTest {
    private static final List<String> AT_WORK_BY_DEFAULT = List.of("p_less", "mirostat", "repair");

    @Test
    void whatHasDefaultsForAllIsOffByDefault() {
        for (ProcessorType type : BuiltInProcessors.ALL) {
            boolean complete = true;
            for (int i = 0; i < type.parameters().size(); i++) {
                complete &= type.parameters().get(i).initial() != null;
            }
            if (complete && !AT_WORK_BY_DEFAULT.contains(type.name())) {
                assertThat(type.create(Map.of()).isOff()).as(type.name()).isTrue();
            }
        }
    }

    @Test
    void namesAreThoseOfTheDesign() {
        assertThat(ProcessorCatalog.of(List.of()).names())
                .containsExactly(
                        "temperature",
                        "dynamic_temperature",
                        "top_k",
                        "top_p",
                        "min_p",
                        "typical_p",
                        "epsilon_cutoff",
                        "eta_cutoff",
                        "top_n_sigma",
                        "top_h",
                        "p_less",
                        "xtc",
                        "dry",
                        "mirostat",
                        "adaptive_p",
                        "repetition_penalty",
                        "frequency_penalty",
                        "presence_penalty",
                        "no_repeat_ngram",
                        "logit_bias",
                        "sequence_bias",
                        "bad_words",
                        "allowed_tokens",
                        "suppress_tokens",
                        "json_schema",
                        "regex",
                        "choice",
                        "gbnf",
                        "forced_first_token",
                        "forced_last_token",
                        "min_new_tokens",
                        "min_length",
                        "exponential_decay_length",
                        "guidance",
                        "repair");
    }

    @Test
    void theEndOfASequenceIsTheContextsWhereNoneIsGiven() {
        StepContext context = StepContext.builder().endOfSequence(1, 99).build();
        Candidates candidates = new Candidates(3);
        ProcessorChain.of(new MinNewTokens(1, List.of())).process(candidates, context);
        assertThat(Reference.ids(candidates)).containsExactly(0, 2);
    }
}
