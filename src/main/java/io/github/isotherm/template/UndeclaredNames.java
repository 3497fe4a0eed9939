package io.github.isotherm.template;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Finds which of some special names are read before anything sets them. Source: find_undeclared of jinja2. */
final class UndeclaredNames {
    private final Set<String> wanted;
    private final Set<String> found = new HashSet<>();

    private UndeclaredNames(Set<String> wanted) {
        this.wanted = new HashSet<>(wanted);
    }

    static Set<String> in(Collection<? extends Node> nodes, String... names) {
        UndeclaredNames search = new UndeclaredNames(Set.of(names));
        nodes.forEach(search::visit);
        return search.found;
    }

    private void visit(Node node) {
        if (found.equals(wanted)) {
            return;
        }
        if (node instanceof Node.Name name) {
            if (name.use() == Node.Use.LOAD && wanted.contains(name.name())) {
                found.add(name.name());
            } else {
                wanted.remove(name.name());
            }
        } else if (!(node instanceof Node.Block)) {
            NodeTree.children(node).forEach(this::visit);
        }
    }
}
