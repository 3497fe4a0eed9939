package io.github.isotherm.sampling.catalog;

import io.github.isotherm.sampling.LogitsProcessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings a processor of the user's own into chains that are written as text or JSON. Found by {@link
 * java.util.ServiceLoader}; list the class in {@code META-INF/services/io.github.isotherm.sampling.catalog.LogitsProcessorProvider}.
 */
public interface LogitsProcessorProvider {
    /**
     * The name that chains use.
     *
     * @return snake_case or kebab-case, no built-in's name
     */
    String name();

    /**
     * Makes a processor.
     *
     * @param parameters by snake_case name: numbers, booleans, strings, lists, maps; a lone value in the chain stands
     *     under the key "value"
     * @return the processor
     */
    LogitsProcessor create(Map<String, Object> parameters);

    /**
     * All that surfaces need to know of the processor, to treat it as they treat the built-in ones: an option of its own,
     * a place in every order, values to begin with.
     *
     * @return a row of the same name, from which the processor is then made; null to be known by name alone
     */
    default @Nullable ProcessorType type() {
        return null;
    }
}
