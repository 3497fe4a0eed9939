package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a template's source into code. */
final class TemplateCompiler {
    private final Source source;
    private final Map<String, BlockCode> blocks = new HashMap<>();
    private final StatementCompiler statements;

    private TemplateCompiler(Source source) {
        this.source = source;
        this.statements = new StatementCompiler(source, blocks);
    }

    static BlockCode compile(Source source) {
        List<Node.Statement> template = new StatementParser(source).template();
        return new TemplateCompiler(source).compile(template);
    }

    private BlockCode compile(List<Node.Statement> template) {
        List<Node.Block> found = blocks(template);
        BlockCode root = code(template, Frame.root(), "");
        for (Node.Block block : found) {
            blocks.put(block.name(), code(block.body(), Frame.block(), block.name()));
        }
        return root;
    }

    private List<Node.Block> blocks(List<Node.Statement> template) {
        List<Node.Block> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        NodeTree.visit(new Node.Scope(0, template), node -> {
            if (node instanceof Node.Block block) {
                if (!names.add(block.name())) {
                    throw source.error(block.offset(), Failure.of("block %s defined twice", Repr.quote(block.name())));
                }
                found.add(block);
            }
        });
        return found;
    }

    private BlockCode code(List<Node.Statement> body, Frame frame, String block) {
        Set<String> used = UndeclaredNames.in(body, "self", "super");
        List<BlockCode.Special> specials = new ArrayList<>();
        if (used.contains("self")) {
            Slot slot = frame.function().declare(frame.symbols().declareParameter("self"));
            specials.add(a -> slot.set(a, reference(a)));
        }
        if (used.contains("super") && !block.isEmpty()) {
            Slot slot = frame.function().declare(frame.symbols().declareParameter("super"));
            Undefined none = new Undefined("there is no parent block called " + Repr.quote(block) + ".");
            specials.add(a -> slot.set(a, none));
        }
        SymbolVisitor.addAll(frame.symbols(), body);
        ScopeEntry entry = new ScopeEntry(frame);
        Step steps = statements.body(body, frame);
        return new BlockCode(frame.function(), entry, a -> specials.forEach(special -> special.set(a)), steps);
    }

    private TemplateReference reference(Activation activation) {
        Map<String, Callable> callables = new HashMap<>();
        blocks.forEach((name, code) ->
                callables.put(name, (r, a) -> code.render(activation.context(), activation.rendering())));
        return new TemplateReference(callables);
    }
}
