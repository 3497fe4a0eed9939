package io.github.isotherm.wire.openai.endpoint;

import org.jspecify.annotations.Nullable;

/** Where endpoints have their models from. */
@FunctionalInterface
public interface Models {
    /**
     * The model of a name, for as long as a request lasts; waits until it is open.
     *
     * @param name as the request says it, or null where it says none: then there must be one only
     * @param exchange the request; its cancellation ends the wait
     * @throws RefusedException when there is no such model
     * @throws io.github.isotherm.error.CancelledException when the client has left meanwhile
     * @throws io.github.isotherm.error.ModelException when it cannot be opened
     */
    ServedModel get(@Nullable String name, Exchange exchange);
}
