package io.github.isotherm.sampling;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.UserCodeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One processor in a chain and how it is written.
 *
 * @param name the processor's name in snake_case, such as {@code top_k}
 * @param parameters what it was made from, by parameter name; empty for processors given as code
 * @param processor the processor
 */
public record ChainStep(String name, Map<String, Object> parameters, LogitsProcessor processor) {
    /** The name of a processor that was given as code. */
    public static final String CUSTOM = "custom";

    /** Copies the parameters, in their order. */
    public ChainStep {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * A built-in processor under its own name, or user code under "custom".
     *
     * @param processor the processor
     * @return the step
     */
    public static ChainStep of(LogitsProcessor processor) {
        return StepNotation.standard().known(processor).orElseGet(() -> named(CUSTOM, processor));
    }

    /**
     * User code under a name.
     *
     * @param name how it is called in traces and text
     * @param processor the processor
     * @return the step
     */
    public static ChainStep named(String name, LogitsProcessor processor) {
        return new ChainStep(Spelling.snake(name), Map.of(), processor);
    }

    /** This step for one row: a stateful processor is copied. */
    ChainStep forRow() {
        return processor instanceof StatefulLogitsProcessor memory
                ? new ChainStep(
                        name, parameters, UserCodeException.calling(subject(), processor.getClass(), memory::copy))
                : this;
    }

    /** Acts on one step, unless it is off; what somebody else's processor throws is told as its own. */
    void process(Candidates candidates, StepContext context) {
        try {
            processor.process(candidates, context);
        } catch (Throwable e) { // other languages throw checked ones as they like
            throw failure(e);
        }
    }

    /** Whether it has nothing to do. */
    boolean isOff() {
        try {
            return processor.isOff();
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** Tells a stateful processor which token was taken. */
    void accepted(int token, double probability, StepContext context) {
        if (processor instanceof StatefulLogitsProcessor memory) {
            try {
                memory.accepted(token, probability, context);
            } catch (Throwable e) {
                throw failure(e);
            }
        }
    }

    /** What isotherm's own code says stays as it is. */
    private IsothermException failure(Throwable e) {
        return e instanceof IsothermException known ? known : new UserCodeException(subject(), processor.getClass(), e);
    }

    private String subject() {
        return "The processor " + Spelling.kebab(name);
    }

    @Override
    public String toString() {
        return StepNotation.standard().text(this);
    }
}
