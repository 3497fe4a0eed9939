package io.github.isotherm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SentOptionsTest {
    private static final CompletionOptions DEFAULTS = CompletionOptions.defaults();

    /** Every option that a row's answer depends on, set to something else than it is by default. */
    static Stream<CompletionOptions> whatArrives() {
        return Stream.of(
                DEFAULTS.seed(0L),
                DEFAULTS.seed(7L).temperature(0.1 + 0.2).topK(40).topP(0.95).minP(0.05),
                DEFAULTS.seed(0L).repetitionPenalty(1.1).order(ProcessorOrder.LLAMA_CPP),
                DEFAULTS.seed(0L)
                        .chain(ProcessorCatalog.standard().parse("top-k=40 > xtc(probability=0.5) > temperature=0.7")),
                DEFAULTS.seed(0L).chain(ProcessorCatalog.standard().parse("regex=\"a{1,3} > b\" > temperature=0")),
                DEFAULTS.seed(0L).maxTokens(CompletionOptions.UNBOUNDED),
                DEFAULTS.seed(0L).stop(List.of("\n", "an end")).stopTokenIds(List.of(3, 4)),
                DEFAULTS.seed(0L).stop(List.of()),
                DEFAULTS.seed(0L).trace(TraceOptions.TOKENS).fastForward(true));
    }

    @ParameterizedTest
    @MethodSource
    void whatArrives(CompletionOptions options) throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
            out.writeObject(SentOptions.of(options));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            assertThat(((SentOptions) in.readObject()).options()).isEqualTo(options);
        }
    }

    /** As a batch's is. */
    @Test
    void theSeedOfATableIsZeroUnlessGiven() {
        assertThat(SentOptions.of(DEFAULTS).seed()).isZero();
    }

    @Test
    void whatWouldBeLostOrDifferAtEachAttemptIsRefused() {
        LogitsProcessor code = (candidates, context) -> {};
        assertRefused(DEFAULTS.timeout(Duration.ofSeconds(1)), "a timeout");
        assertRefused(DEFAULTS.branched(1), "branched ids");
        assertRefused(DEFAULTS.trace(TraceOptions.top(1)), "traces");
        assertRefused(DEFAULTS.with(code), "custom");
        assertRefused(DEFAULTS.chain(ProcessorChain.of(code)), "custom");
        assertRefused(DEFAULTS.chain(ProcessorChain.EMPTY.then("top_k", code)), "top-k");
    }

    private static void assertRefused(CompletionOptions options, String naming) {
        assertThatThrownBy(() -> SentOptions.of(options))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(naming);
    }
}
