package io.github.isotherm.decode;

import java.util.List;

/** Every built-in processor at work: parameters that change something, and those of its off-value. */
final class Samples {
    /**
     * One of them.
     *
     * @param active chain text of the processor at work
     * @param off chain text of its off-value, "" where it has none
     * @param ignoresShifts whether a constant added to all logits changes nothing
     */
    record Sample(String active, String off, boolean ignoresShifts) {
        LogitsProcessor processor() {
            return processorOf(active);
        }

        @Override
        public String toString() {
            return active;
        }
    }

    static final List<Sample> ALL = List.of(
            new Sample("temperature=0.7", "temperature=1", true),
            new Sample("temperature=0", "temperature=1", true),
            new Sample("top-k=3", "top-k=0", true),
            new Sample("top-k(k=200, keep-ties=true, min-keep=2)", "top-k=0", true),
            new Sample("top-p=0.8", "top-p=1", true),
            new Sample("top-p(p=0.3, keep-ties=true, min-keep=4)", "top-p=1", true),
            new Sample("min-p=0.1", "min-p=0", true),
            new Sample("min-p(p=0.9, min-keep=3)", "min-p=0", true),
            new Sample("repetition-penalty=1.3", "repetition-penalty=1", false),
            new Sample("repetition-penalty(penalty=0.8, last-n=4, ignore-prompt=true)", "repetition-penalty=1", false),
            new Sample("logit-bias={0: 1.5, 1: -2}", "logit-bias={}", true));

    private Samples() {}

    static LogitsProcessor processorOf(String text) {
        return ProcessorCatalog.standard().parse(text).steps().get(0).processor();
    }
}
