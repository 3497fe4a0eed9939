package io.github.isotherm.template;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One run of a {@link FunctionScope}: its variables' values, and the run of the function around it. */
final class Activation {
    private final @Nullable Activation outer;
    private final Object[] slots;
    private final Context context;
    private final Rendering rendering;

    Activation(@Nullable Activation outer, int size, Context context, Rendering rendering) {
        this.outer = outer;
        this.slots = new Object[size];
        this.context = context;
        this.rendering = rendering;
        Arrays.fill(slots, Missing.MISSING);
    }

    Activation outer(int hops) {
        Activation activation = this;
        for (int i = 0; i < hops && activation.outer != null; i++) {
            activation = activation.outer;
        }
        return activation;
    }

    Object get(int index) {
        return slots[index];
    }

    void set(int index, Object value) {
        slots[index] = value;
    }

    Context context() {
        return context;
    }

    Rendering rendering() {
        return rendering;
    }
}
