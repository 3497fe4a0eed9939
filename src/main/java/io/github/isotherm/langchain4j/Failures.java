package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import io.github.isotherm.error.BusyException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.DeadlineException;
import io.github.isotherm.error.Fault;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.StateMemoryException;
import java.util.function.Supplier;

/** isotherm's errors as LangChain4j's, with the same sentence. */
final class Failures {
    private Failures() {}

    /** Does some work whose errors are to be LangChain4j's. */
    static <T> T translating(Supplier<T> work) {
        try {
            return work.get();
        } catch (IsothermException e) {
            throw translated(e);
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw ended(e);
        }
    }

    /**
     * An error as LangChain4j's. So is one that ends a request alone: where the stack or the memory was not enough. Who retries
     * or falls back to another model catches exceptions. What else is none of isotherm's stays as it is.
     */
    static Throwable translated(Throwable failure) {
        if (failure instanceof StackOverflowError || failure instanceof OutOfMemoryError) {
            return ended((Error) failure);
        }
        return failure instanceof IsothermException e ? translated(e) : failure;
    }

    private static RuntimeException ended(Error error) {
        Fault fault = Fault.of(error, "");
        String said = fault.sentence().text();
        return fault.kind() == Fault.Kind.VALUE
                ? new InvalidRequestException(said, error)
                : new LangChain4jException(said, error);
    }

    private static RuntimeException translated(IsothermException e) {
        if (e instanceof InvalidValueException
                || e instanceof ContextLengthException
                || e instanceof StateMemoryException) {
            return new InvalidRequestException(e.getMessage(), e);
        }
        if (e instanceof BusyException) {
            return new RateLimitException(e.getMessage(), e);
        }
        if (e instanceof DeadlineException) {
            return new TimeoutException(e.getMessage(), e);
        }
        return new LangChain4jException(e.getMessage(), e);
    }
}
