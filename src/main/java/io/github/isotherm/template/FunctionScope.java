package io.github.isotherm.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of what jinja2 compiles to one Python function: the template, a block, a macro, a recursive loop, the
 * filter of a loop. Inner functions see the variables of outer ones as they are when they run.
 */
final class FunctionScope {
    private final @Nullable FunctionScope parent;
    private final Map<String, Integer> slots = new HashMap<>();
    private int loops;

    FunctionScope(@Nullable FunctionScope parent) {
        this.parent = parent;
    }

    /** A variable of this function, made if it is not there. */
    Slot declare(String identifier) {
        return new Slot(0, slots.computeIfAbsent(identifier, key -> slots.size()));
    }

    /** The variable an identifier means here. */
    Slot find(String identifier) {
        int hops = 0;
        for (FunctionScope scope = this; scope != null; scope = scope.parent) {
            Integer index = scope.slots.get(identifier);
            if (index != null) {
                return new Slot(hops, index);
            }
            hops++;
        }
        return declare(identifier);
    }

    Activation activate(@Nullable Activation outer, Context context, Rendering rendering) {
        return new Activation(outer, slots.size(), context, rendering);
    }

    void enterLoop() {
        loops++;
    }

    void leaveLoop() {
        loops--;
    }

    boolean insideLoop() {
        return loops > 0;
    }
}
