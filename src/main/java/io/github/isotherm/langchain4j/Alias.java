package io.github.isotherm.langchain4j;

import io.github.isotherm.error.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** One parameter under two names, set by either. */
final class Alias<T> {
    private final String aliasName;
    private final String name;
    private @Nullable T alias;
    private @Nullable T value;

    Alias(String aliasName, String name) {
        this.aliasName = aliasName;
        this.name = name;
    }

    void alias(@Nullable T set) {
        alias = set;
    }

    void named(@Nullable T set) {
        value = set;
    }

    /** The value, from now on under the one name; null when it is not set. */
    @Nullable
    T resolved() {
        if (alias != null && value != null && !alias.equals(value)) {
            throw new InvalidValueException(aliasName + " is " + alias + " and " + name + " is " + value
                    + " but they are one parameter; leave one of them out.");
        }
        value = alias == null ? value : alias;
        alias = null;
        return value;
    }
}
