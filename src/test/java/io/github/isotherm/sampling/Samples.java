package io.github.isotherm.sampling;

import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.List;

/** Every built-in processor at work: parameters that change something, and those of its off-value. */
public final class Samples {
    /**
     * One of them.
     *
     * @param active chain text of the processor at work
     * @param off chain text of its off-value, "" where it has none
     * @param ignoresShifts whether a constant added to all logits changes nothing
     */
    public record Sample(String active, String off, boolean ignoresShifts) {
        public LogitsProcessor processor() {
            return processorOf(active);
        }

        @Override
        public String toString() {
            return active;
        }
    }

    public static final List<Sample> ALL = List.of(
            new Sample("temperature=0.7", "temperature=1", true),
            new Sample("temperature=0", "temperature=1", true),
            new Sample("dynamic-temperature=0.5", "dynamic-temperature=1", true),
            new Sample("dynamic-temperature(t=0.9, range=0.5, exponent=1.5)", "dynamic-temperature=1", true),
            new Sample("dynamic-temperature(t=0.5, range=2)", "dynamic-temperature=1", true),
            new Sample("top-k=3", "top-k=0", true),
            new Sample("top-k(k=200, keep-ties=true, min-keep=2)", "top-k=0", true),
            new Sample("top-p=0.8", "top-p=1", true),
            new Sample("top-p(p=0.3, keep-ties=true, min-keep=4)", "top-p=1", true),
            new Sample("min-p=0.1", "min-p=0", true),
            new Sample("min-p(p=0.9, min-keep=3)", "min-p=0", true),
            new Sample("typical-p=0.7", "typical-p=1", true),
            new Sample("typical-p(p=0.2, keep-ties=true, min-keep=3)", "typical-p=1", true),
            new Sample("epsilon-cutoff=0.01", "epsilon-cutoff=0", true),
            new Sample("epsilon-cutoff(epsilon=0.5, min-keep=3)", "epsilon-cutoff=0", true),
            new Sample("eta-cutoff=0.02", "eta-cutoff=0", true),
            new Sample("eta-cutoff(epsilon=0.9, min-keep=3)", "eta-cutoff=0", true),
            new Sample("top-n-sigma=1.5", "top-n-sigma=0", true),
            new Sample("top-h=0.6", "top-h=1", true),
            new Sample("top-h(h=0.9, top-n=5)", "top-h=1", true),
            new Sample("p-less", "", true),
            new Sample("xtc(probability=1, threshold=0.05)", "xtc=0", true),
            new Sample("xtc(probability=0.5, threshold=0, min-keep=3, exempt=[0, 1])", "xtc=0", true),
            new Sample("dry=0.8", "dry=0", true),
            new Sample(
                    "dry(multiplier=2, base=1.2, allowed-length=1, last-n=12, sequence-breakers=[[3], [1, 2]])",
                    "dry(multiplier=1, last-n=0)",
                    true),
            new Sample("mirostat=3", "", true),
            new Sample("mirostat(tau=1, eta=0.5)", "", true),
            new Sample("adaptive-p=0.3", "adaptive-p=-1", true),
            new Sample("repetition-penalty=1.3", "repetition-penalty=1", false),
            new Sample("repetition-penalty(penalty=0.8, last-n=4, ignore-prompt=true)", "repetition-penalty=1", false),
            new Sample("frequency-penalty=0.5", "frequency-penalty=0", true),
            new Sample("frequency-penalty(penalty=-0.5, last-n=9, ignore-prompt=false)", "frequency-penalty=0", true),
            new Sample("presence-penalty=0.5", "presence-penalty=0", true),
            new Sample("presence-penalty(penalty=2, last-n=3, ignore-prompt=false)", "presence-penalty=0", true),
            new Sample("no-repeat-ngram=2", "no-repeat-ngram=0", true),
            new Sample("no-repeat-ngram(n=2, source=[0, 0, 1, 0])", "no-repeat-ngram=0", true),
            new Sample("logit-bias={0: 1.5, 1: -2}", "logit-bias={}", true),
            new Sample(
                    "sequence-bias=[{ids: [1], bias: -1.5}, {ids: [0, 0], bias: 2}, {ids: [2], bias: -inf}]",
                    "sequence-bias=[]",
                    true),
            new Sample("bad-words=[[1], [0, 2], [2, 0]]", "bad-words=[]", true),
            new Sample("allowed-tokens=[0, 3, 5]", "", true),
            new Sample("suppress-tokens=[1, 4]", "suppress-tokens=[]", true),
            new Sample("forced-first-token=1", "", true),
            new Sample("forced-last-token(ids=[0, 2], max-length=5)", "", true),
            new Sample("min-new-tokens(n=6, eos-ids=[1])", "min-new-tokens=0", true),
            new Sample("min-length(n=8, eos-ids=[0, 1])", "min-length=0", true),
            new Sample(
                    "exponential-decay-length(start=2, factor=1.5, eos-ids=[0])",
                    "exponential-decay-length(start=0, factor=1)",
                    false),
            new Sample("guidance=1", "guidance=1", true),
            new Sample("repair", "", true));

    private static final ProcessorCatalog CATALOG = ProcessorCatalog.standard();

    private Samples() {}

    public static LogitsProcessor processorOf(String text) {
        return CATALOG.parse(text).steps().get(0).processor();
    }
}
