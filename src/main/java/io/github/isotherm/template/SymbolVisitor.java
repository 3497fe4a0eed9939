package io.github.isotherm.template;

import java.util.Collection;
import java.util.List;

/** Finds the names a scope uses, stopping at scopes inside it. Source: the visitors of jinja2/idtracking.py. */
final class SymbolVisitor {
    private Symbols symbols;

    private SymbolVisitor(Symbols symbols) {
        this.symbols = symbols;
    }

    static void addAll(Symbols symbols, Collection<? extends Node> nodes) {
        new SymbolVisitor(symbols).visitAll(nodes);
    }

    /** A target whose names are parameters of the scope. */
    static void addParameters(Symbols symbols, Node target) {
        if (target instanceof Node.Name name) {
            symbols.declareParameter(name.name());
        } else {
            NodeTree.children(target).forEach(child -> addParameters(symbols, child));
        }
    }

    private void visitAll(Collection<? extends Node> nodes) {
        nodes.forEach(this::visit);
    }

    private void visit(Node node) {
        if (node instanceof Node.Name name) {
            visitName(name);
        } else if (node instanceof Node.NamespaceRef reference) {
            symbols.load(reference.name());
        } else if (node instanceof Node.If branch) {
            visitIf(branch);
        } else if (node instanceof Node.Assign assign) {
            visit(assign.value());
            visit(assign.target());
        } else if (node instanceof Node.Reference reference) {
            visit(reference.template());
            reference.stored().forEach(symbols::store);
        } else if (node instanceof Node.Statement statement && !(node instanceof Node.Output)) {
            visitBlock(statement);
        } else {
            visitAll(NodeTree.children(node));
        }
    }

    private void visitName(Node.Name name) {
        switch (name.use()) {
            case LOAD -> symbols.load(name.name());
            case STORE -> symbols.store(name.name());
            case PARAMETER -> symbols.declareParameter(name.name());
        }
    }

    /** Of a block with a scope of its own only what is evaluated outside of it. */
    private void visitBlock(Node.Statement node) {
        if (node instanceof Node.MacroNode macro) {
            symbols.store(macro.name());
        } else if (node instanceof Node.For loop) {
            visit(loop.iterable());
        } else if (node instanceof Node.CallBlock block) {
            if (block.call() != null) {
                visit(block.call());
            }
        } else if (node instanceof Node.FilterBlock block) {
            visit(block.filter());
        } else if (node instanceof Node.With with) {
            visitAll(with.values());
        } else if (node instanceof Node.AssignBlock block) {
            visit(block.target());
        }
    }

    private void visitIf(Node.If node) {
        visit(node.test());
        Symbols original = symbols;
        List<Symbols> branches = List.of(
                branch(original, node.body()), branch(original, node.elifs()), branch(original, node.otherwise()));
        symbols = original;
        original.mergeBranches(branches);
    }

    private Symbols branch(Symbols original, Collection<? extends Node> body) {
        symbols = original.copy();
        Symbols branch = symbols;
        visitAll(body);
        return branch;
    }
}
