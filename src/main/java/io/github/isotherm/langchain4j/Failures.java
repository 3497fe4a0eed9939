package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import io.github.isotherm.error.ContextLengthException;
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
        } catch (InvalidValueException | ContextLengthException | StateMemoryException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        } catch (IsothermException e) {
            throw new LangChain4jException(e.getMessage(), e);
        }
    }
}
