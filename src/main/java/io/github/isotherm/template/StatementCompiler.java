package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns statements into steps. Source: the visitors of jinja2/compiler.py. */
final class StatementCompiler {
    private final Source source;
    private final ExpressionCompiler expressions;
    private final TargetCompiler targets;
    private final LoopCompiler loops;
    private final MacroCompiler macros;
    private final Map<String, BlockCode> blocks;

    StatementCompiler(Source source, Map<String, BlockCode> blocks) {
        this.source = source;
        this.blocks = blocks;
        this.expressions = new ExpressionCompiler(source);
        this.targets = new TargetCompiler(source, expressions);
        this.loops = new LoopCompiler(source, this, expressions, targets);
        this.macros = new MacroCompiler(source, this, expressions);
    }

    Step body(List<Node.Statement> nodes, Frame frame) {
        List<Step> steps = new ArrayList<>(nodes.size());
        nodes.forEach(node -> steps.add(compile(node, frame)));
        return steps.size() == 1 ? steps.get(0) : Step.all(steps);
    }

    private Step compile(Node.Statement node, Frame frame) {
        if (node instanceof Node.Output output) {
            return output(output, frame);
        }
        if (node instanceof Node.If branch) {
            return branch(branch, frame.softened());
        }
        if (node instanceof Node.For loop) {
            return loops.compile(loop, frame);
        }
        if (node instanceof Node.Assign assign) {
            return assign(assign, frame);
        }
        if (node instanceof Node.AssignBlock block) {
            return assignBlock(block, frame);
        }
        if (node instanceof Node.MacroNode macro) {
            return macros.definition(macro, frame);
        }
        if (node instanceof Node.CallBlock block) {
            return macros.callBlock(block, frame);
        }
        if (node instanceof Node.FilterBlock block) {
            return filterBlock(block, frame);
        }
        return compileOther(node, frame);
    }

    private Step compileOther(Node.Statement node, Frame frame) {
        if (node instanceof Node.With with) {
            return with(with, frame);
        }
        if (node instanceof Node.Scope scope) {
            return scope(scope, frame);
        }
        if (node instanceof Node.Block block) {
            return block(block, frame);
        }
        if (node instanceof Node.Reference reference) {
            return reference(reference, frame);
        }
        boolean isBreak = node instanceof Node.Break;
        if (!frame.function().insideLoop()) {
            throw source.error(
                    node.offset(), Failure.of(isBreak ? "'break' outside loop" : "'continue' not properly in loop"));
        }
        Flow flow = isBreak ? Flow.BREAK : Flow.CONTINUE;
        return (activation, output) -> flow;
    }

    private Step output(Node.Output node, Frame frame) {
        List<Step> steps = new ArrayList<>();
        for (Node.Expression part : node.parts()) {
            steps.add(part instanceof Node.Data data ? data(data) : print(part, frame));
        }
        return steps.size() == 1 ? steps.get(0) : Step.all(steps);
    }

    private Step data(Node.Data node) {
        return (activation, output) -> {
            append(node.offset(), node.text(), output);
            return Flow.NEXT;
        };
    }

    private Step print(Node.Expression node, Frame frame) {
        Evaluation value = expressions.compile(node, frame);
        return (activation, output) -> {
            append(node.offset(), value.of(activation), output);
            return Flow.NEXT;
        };
    }

    private void append(int offset, Object value, RenderedText output) {
        try {
            output.append(value);
        } catch (Failure failure) {
            throw source.error(offset, failure);
        }
    }

    private Step branch(Node.If node, Frame frame) {
        Evaluation test = expressions.compile(node.test(), frame);
        Step body = body(node.body(), frame);
        List<Step> elifs =
                node.elifs().stream().map(elif -> body(elif.body(), frame)).toList();
        List<Evaluation> tests = node.elifs().stream()
                .map(elif -> expressions.compile(elif.test(), frame))
                .toList();
        Step otherwise = body(node.otherwise(), frame);
        return (activation, output) -> {
            if (truth(node.test(), test, activation)) {
                return body.run(activation, output);
            }
            for (int i = 0; i < tests.size(); i++) {
                if (truth(node.elifs().get(i).test(), tests.get(i), activation)) {
                    return elifs.get(i).run(activation, output);
                }
            }
            return otherwise.run(activation, output);
        };
    }

    private boolean truth(Node.Expression node, Evaluation test, Activation activation) {
        Object value = test.of(activation);
        try {
            return Truth.of(value);
        } catch (Failure failure) {
            throw source.error(node.offset(), failure);
        }
    }

    private Step assign(Node.Assign node, Frame frame) {
        TargetCompiler.Target target = targets.compile(node.target(), frame);
        Step namespaces = targets.namespaceCheck(node.target(), frame);
        Evaluation value = expressions.compile(node.value(), frame);
        return (activation, output) -> {
            namespaces.run(activation, output);
            target.set(activation, value.of(activation));
            return Flow.NEXT;
        };
    }

    private Step assignBlock(Node.AssignBlock node, Frame frame) {
        Frame inner = frame.inner();
        SymbolVisitor.addAll(inner.symbols(), node.body());
        ScopeEntry entry = new ScopeEntry(inner);
        Step body = body(node.body(), inner);
        TargetCompiler.Target target = targets.compile(node.target(), frame);
        ExpressionCompiler.TextEvaluation filter =
                node.filter() == null ? (a, text) -> text : expressions.calls().blockFilter(node.filter(), inner);
        return (activation, output) -> {
            RenderedText captured = new RenderedText(activation.rendering());
            entry.enter(activation);
            Flow flow = body.run(activation, captured);
            if (flow == Flow.NEXT) {
                target.set(activation, filter.of(activation, captured.toString()));
                entry.leave(activation);
            }
            return flow;
        };
    }

    private Step filterBlock(Node.FilterBlock node, Frame frame) {
        Frame inner = frame.inner();
        SymbolVisitor.addAll(inner.symbols(), NodeTree.children(node));
        ScopeEntry entry = new ScopeEntry(inner);
        Step body = body(node.body(), inner);
        ExpressionCompiler.TextEvaluation filter = expressions.calls().blockFilter(node.filter(), inner);
        return (activation, output) -> {
            RenderedText captured = new RenderedText(activation.rendering());
            entry.enter(activation);
            Flow flow = body.run(activation, captured);
            if (flow == Flow.NEXT) {
                append(node.offset(), requireText(node, filter.of(activation, captured.toString())), output);
                entry.leave(activation);
            }
            return flow;
        };
    }

    private Object requireText(Node.FilterBlock node, Object filtered) {
        if (!ValueOrder.isText(filtered)) {
            throw source.error(
                    node.offset(),
                    Failure.type(
                            "the filters of a block must end in a string, not %s: put '|string' after them",
                            TypeName.of(filtered)));
        }
        return filtered;
    }

    private Step with(Node.With node, Frame frame) {
        Frame inner = frame.inner();
        SymbolVisitor.addAll(inner.symbols(), node.targets());
        SymbolVisitor.addAll(inner.symbols(), node.body());
        ScopeEntry entry = new ScopeEntry(inner);
        List<TargetCompiler.Target> names = node.targets().stream()
                .map(target -> targets.compile(target, inner))
                .toList();
        List<Evaluation> values = expressions.all(node.values(), frame);
        Step body = body(node.body(), inner);
        return (activation, output) -> {
            entry.enter(activation);
            for (int i = 0; i < names.size(); i++) {
                names.get(i).set(activation, values.get(i).of(activation));
            }
            Flow flow = body.run(activation, output);
            entry.leave(activation);
            return flow;
        };
    }

    private Step scope(Node.Scope node, Frame frame) {
        Frame inner = frame.inner();
        SymbolVisitor.addAll(inner.symbols(), node.body());
        ScopeEntry entry = new ScopeEntry(inner);
        Step body = body(node.body(), inner);
        return (activation, output) -> {
            entry.enter(activation);
            Flow flow = body.run(activation, output);
            entry.leave(activation);
            return flow;
        };
    }

    private Step block(Node.Block node, Frame frame) {
        Map<String, Slot> stored = new HashMap<>();
        frame.symbols()
                .stored()
                .forEach((name, identifier) -> stored.put(name, frame.function().find(identifier)));
        return (activation, output) -> {
            BlockCode block = blocks.get(node.name());
            if (block == null || node.required()) {
                throw source.error(node.offset(), Failure.of("Required block %s not found", Repr.quote(node.name())));
            }
            Context context = activation.context();
            if (node.scoped()) {
                Map<String, Object> locals = new HashMap<>();
                stored.forEach((name, slot) -> locals.put(name, slot.get(activation)));
                context = context.derived(locals);
            }
            output.append(block.render(context, activation.rendering()));
            return Flow.NEXT;
        };
    }

    private Step reference(Node.Reference node, Frame frame) {
        if (node.tag().equals("extends") && !frame.topLevel()) {
            throw source.error(node.offset(), Failure.of("cannot use extend from a non top-level scope"));
        }
        expressions.compile(node.template(), frame);
        return (activation, output) -> {
            throw source.error(
                    node.offset(),
                    Failure.of("'%s' refers to another template, and a chat template has none", node.tag()));
        };
    }
}
