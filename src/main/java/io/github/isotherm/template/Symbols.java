package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names of one scope and where their values come from when it is entered. Scoping in Jinja2 is what this algorithm
 * says it is, surprises included; it is followed step by step. Source: jinja2/idtracking.py.
 */
final class Symbols {
    /** Where a variable's value comes from when its scope is entered. */
    enum Origin {
        /** It is a parameter, set by whoever enters. */
        PARAMETER,
        /** The context, by name. */
        CONTEXT,
        /** Another variable of an outer scope. */
        ALIAS,
        /** Nowhere: it is missing until it is set. */
        NOWHERE
    }

    /** An origin, with the name in the context or the identifier of the variable it copies. */
    record Load(Origin origin, String from) {}

    private final int level;
    private final @Nullable Symbols parent;
    private final Map<String, String> references = new LinkedHashMap<>();
    private final Map<String, Load> loads = new LinkedHashMap<>();
    private final Set<String> stores = new TreeSet<>();

    Symbols(@Nullable Symbols parent) {
        this(parent, parent == null ? 0 : parent.level + 1);
    }

    private Symbols(@Nullable Symbols parent, int level) {
        this.parent = parent;
        this.level = level;
    }

    /** What stays as it was while a branch is looked at. */
    Symbols copy() {
        Symbols copy = new Symbols(parent, level);
        copy.references.putAll(references);
        copy.loads.putAll(loads);
        copy.stores.addAll(stores);
        return copy;
    }

    Map<String, Load> loads() {
        return loads;
    }

    private String define(String name, Load load) {
        String identifier = level + "_" + name;
        references.put(name, identifier);
        loads.put(identifier, load);
        return identifier;
    }

    @Nullable
    String find(String name) {
        String own = references.get(name);
        return own != null || parent == null ? own : parent.find(name);
    }

    void store(String name) {
        stores.add(name);
        if (references.containsKey(name)) {
            return;
        }
        String outer = parent == null ? null : parent.find(name);
        define(name, outer == null ? new Load(Origin.NOWHERE, name) : new Load(Origin.ALIAS, outer));
    }

    String declareParameter(String name) {
        stores.add(name);
        return define(name, new Load(Origin.PARAMETER, name));
    }

    void load(String name) {
        if (find(name) == null) {
            define(name, new Load(Origin.CONTEXT, name));
        }
    }

    /** Takes over what the branches of an if did: a name set in one of them may come from outside in the others. */
    void mergeBranches(List<Symbols> branches) {
        Set<String> stored = new TreeSet<>();
        branches.forEach(branch -> stored.addAll(branch.stores));
        stored.removeAll(stores);
        for (Symbols branch : branches) {
            references.putAll(branch.references);
            loads.putAll(branch.loads);
            stores.addAll(branch.stores);
        }
        for (String name : stored) {
            String own = find(name);
            String outer = parent == null ? null : parent.find(name);
            if (own != null) {
                loads.put(own, outer == null ? new Load(Origin.CONTEXT, name) : new Load(Origin.ALIAS, outer));
            }
        }
    }

    /** The names set here and in the scopes around, with the variables they mean here. */
    Map<String, String> stored() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Symbols symbols = this; symbols != null; symbols = symbols.parent) {
            for (String name : new ArrayList<>(symbols.stores)) {
                String identifier = find(name);
                if (identifier != null) {
                    all.putIfAbsent(name, identifier);
                }
            }
        }
        return all;
    }
}
