package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;

/** What happens to the variables of a scope when it is entered and left. */
final class ScopeEntry {
    private final List<Loading> loadings = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();

    /** Sets one variable. */
    @FunctionalInterface
    private interface Loading {
        void run(Activation activation);
    }

    /** Declares all variables of a frame in its function. */
    ScopeEntry(Frame frame) {
        frame.symbols().loads().forEach((identifier, load) -> {
            Slot slot = frame.function().declare(identifier);
            slots.add(slot);
            add(slot, load, frame);
        });
    }

    private void add(Slot slot, Symbols.Load load, Frame frame) {
        switch (load.origin()) {
            case PARAMETER -> {}
            case NOWHERE -> loadings.add(a -> slot.set(a, Missing.MISSING));
            case CONTEXT -> loadings.add(a -> slot.set(a, a.context().resolve(load.from())));
            case ALIAS -> {
                Slot outer = frame.function().find(load.from());
                loadings.add(a -> slot.set(a, outer.get(a)));
            }
        }
    }

    void enter(Activation activation) {
        for (Loading loading : loadings) {
            loading.run(activation);
        }
    }

    void leave(Activation activation) {
        for (Slot slot : slots) {
            slot.set(activation, Missing.MISSING);
        }
    }
}
