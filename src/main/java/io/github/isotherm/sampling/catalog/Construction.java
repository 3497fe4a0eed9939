package io.github.isotherm.sampling.catalog;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.UserCodeException;
import java.lang.reflect.InvocationTargetException;

/** Calls a record's canonical constructor; what that refuses is thrown as it is. */
final class Construction {
    private Construction() {}

    static <T> T of(Class<T> type, Class<?>[] types, Object[] arguments) {
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IsothermException refused) {
                throw refused;
            }
            throw new UserCodeException("The constructor of a processor", type, e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }
}
