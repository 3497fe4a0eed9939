package io.github.isotherm.template;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns for loops into steps. Source: visit_For of jinja2/compiler.py. */
final class LoopCompiler {
    private final Source source;
    private final StatementCompiler statements;
    private final ExpressionCompiler expressions;
    private final TargetCompiler targets;

    LoopCompiler(Source source, StatementCompiler statements, ExpressionCompiler expressions, TargetCompiler targets) {
        this.source = source;
        this.statements = statements;
        this.expressions = expressions;
        this.targets = targets;
    }

    /** Restricts what is iterated over to what passes the loop's test, lazily, with tuples for what it unpacks. */
    @FunctionalInterface
    private interface Restriction {
        Object of(Activation activation, Object iterable);
    }

    /**
     * The parts of a loop, compiled.
     *
     * @param loop where the loop variable lives, null if nothing uses it
     */
    private record Parts(
            Node.For node,
            Restriction restriction,
            TargetCompiler.Target target,
            @Nullable Slot loop,
            ScopeEntry entry,
            Step body,
            ScopeEntry elseEntry,
            Step otherwise) {}

    Step compile(Node.For node, Frame frame) {
        requireLoopUnset(node);
        Evaluation iterable = expressions.compile(node.iterable(), frame);
        if (!node.recursive()) {
            Parts parts = parts(node, frame, frame.function());
            return (activation, output) -> {
                Object items = iterable.of(activation);
                return run(parts, activation, output, parts.restriction().of(activation, items), null, 0);
            };
        }
        FunctionScope function = new FunctionScope(frame.function());
        Parts parts = parts(node, frame, function);
        return (activation, output) -> {
            Recursive loop = new Recursive(parts, function, activation);
            output.append(loop.render(iterable.of(activation), 0));
            return Flow.NEXT;
        };
    }

    private void requireLoopUnset(Node.For node) {
        NodeTree.visit(node, child -> {
            if (child instanceof Node.Name name
                    && name.use() == Node.Use.STORE
                    && name.name().equals("loop")) {
                throw source.error(
                        name.offset(), Failure.of("Can't assign to special loop variable in for-loop target"));
            }
        });
    }

    private Parts parts(Node.For node, Frame frame, FunctionScope function) {
        Frame loopFrame = frame.inner().inFunction(function);
        Frame elseFrame = frame.inner().inFunction(function);
        String loop = isExtended(node) ? loopFrame.symbols().declareParameter("loop") : null;
        SymbolVisitor.addParameters(loopFrame.symbols(), node.target());
        SymbolVisitor.addAll(loopFrame.symbols(), node.body());
        SymbolVisitor.addAll(elseFrame.symbols(), node.otherwise());
        Restriction restriction = restriction(node, frame, loopFrame);
        ScopeEntry entry = new ScopeEntry(loopFrame);
        TargetCompiler.Target target = targets.compile(node.target(), loopFrame);
        Slot slot = loop == null ? null : function.declare(loop);
        function.enterLoop();
        Step body = statements.body(node.body(), loopFrame);
        function.leaveLoop();
        ScopeEntry elseEntry = new ScopeEntry(elseFrame);
        Step otherwise = statements.body(node.otherwise(), elseFrame);
        return new Parts(node, restriction, target, slot, entry, body, elseEntry, otherwise);
    }

    private static boolean isExtended(Node.For node) {
        if (node.recursive() || !UndeclaredNames.in(node.body(), "loop").isEmpty()) {
            return true;
        }
        boolean[] scoped = new boolean[1];
        NodeTree.visit(node, child -> scoped[0] |= child instanceof Node.Block block && block.scoped());
        return scoped[0];
    }

    private Restriction restriction(Node.For node, Frame frame, Frame loopFrame) {
        Node.Expression condition = node.test();
        if (condition == null) {
            return (activation, iterable) -> iterable;
        }
        FunctionScope function = new FunctionScope(frame.function());
        Frame testFrame = frame.inner().inFunction(function);
        SymbolVisitor.addParameters(testFrame.symbols(), node.target());
        SymbolVisitor.addAll(testFrame.symbols(), List.of(condition));
        ScopeEntry entry = new ScopeEntry(testFrame);
        TargetCompiler.Target target = targets.compile(node.target(), loopFrame.inFunction(function));
        Evaluation test = expressions.compile(condition, testFrame);
        Evaluation unpacked = expressions.compile(TargetParser.used(node.target(), Node.Use.LOAD), testFrame);
        return (activation, iterable) ->
                PythonGenerator.selecting(activation.rendering(), () -> Iteration.over(iterable), () -> {
                    Activation own = function.activate(activation, activation.context(), activation.rendering());
                    entry.enter(own);
                    return item -> {
                        target.set(own, item);
                        return Truth.of(test.of(own)) ? unpacked.of(own) : Missing.MISSING;
                    };
                });
    }

    private Flow run(
            Parts parts,
            Activation activation,
            RenderedText output,
            Object iterable,
            LoopContext.@Nullable Recursion recursion,
            int depth) {
        boolean empty = parts.loop() == null
                ? runPlain(parts, activation, output, iterable)
                : runExtended(parts, parts.loop(), activation, output, iterable, recursion, depth);
        parts.entry().leave(activation);
        if (!empty) {
            return Flow.NEXT;
        }
        parts.elseEntry().enter(activation);
        Flow flow = parts.otherwise().run(activation, output);
        parts.elseEntry().leave(activation);
        return flow;
    }

    /** Runs the body for each item; true if it never ran to its end, which is when the else part runs. */
    private boolean runPlain(Parts parts, Activation activation, RenderedText output, Object iterable) {
        boolean empty = true;
        Iterator<Object> items = guarded(parts.node(), () -> Iteration.over(iterable));
        while (guarded(parts.node(), items::hasNext)) {
            Flow flow = step(parts, activation, output, guarded(parts.node(), items::next));
            if (flow == Flow.BREAK) {
                break;
            }
            empty &= flow != Flow.NEXT;
        }
        return empty;
    }

    private boolean runExtended(
            Parts parts,
            Slot slot,
            Activation activation,
            RenderedText output,
            Object iterable,
            LoopContext.@Nullable Recursion recursion,
            int depth) {
        boolean empty = true;
        LoopContext loop =
                guarded(parts.node(), () -> new LoopContext(iterable, recursion, depth, activation.rendering()));
        while (guarded(parts.node(), loop::hasNext)) {
            Object item = guarded(parts.node(), loop::next);
            slot.set(activation, loop);
            Flow flow = step(parts, activation, output, item);
            if (flow == Flow.BREAK) {
                break;
            }
            empty &= flow != Flow.NEXT;
        }
        return empty;
    }

    private Flow step(Parts parts, Activation activation, RenderedText output, Object item) {
        guarded(parts.node(), () -> {
            activation.rendering().step();
            return item;
        });
        parts.target().set(activation, item);
        parts.entry().enter(activation);
        return parts.body().run(activation, output);
    }

    /** Something of the loop itself that may fail. */
    @FunctionalInterface
    private interface Part<T> {
        T get();
    }

    private <T> T guarded(Node.For node, Part<T> part) {
        try {
            return part.get();
        } catch (Failure failure) {
            throw source.error(node.offset(), failure);
        }
    }

    /** A recursive loop: a function that renders the body over whatever it is called with. */
    private final class Recursive implements LoopContext.Recursion {
        private final Parts parts;
        private final FunctionScope function;
        private final Activation outer;

        Recursive(Parts parts, FunctionScope function, Activation outer) {
            this.parts = parts;
            this.function = function;
            this.outer = outer;
        }

        @Override
        public String render(Object iterable, int depth) {
            Rendering rendering = outer.rendering();
            rendering.enter();
            Activation activation = function.activate(outer, outer.context(), rendering);
            RenderedText output = new RenderedText(rendering);
            Object items = parts.restriction().of(outer, iterable);
            LoopCompiler.this.run(parts, activation, output, items, this, depth);
            rendering.leave();
            return output.toString();
        }
    }
}
