package io.github.isotherm.sampling;

import java.util.Map;

/**
 * Brings a processor of the user's own into chains that are written as text or JSON. Found by {@link
 * java.util.ServiceLoader}; list the class in {@code META-INF/services/io.github.isotherm.sampling.LogitsProcessorProvider}.
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
}
