package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns macros, call blocks and generation blocks into steps. Source: macro_body of jinja2/compiler.py. */
final class MacroCompiler {
    private final Source source;
    private final StatementCompiler statements;
    private final ExpressionCompiler expressions;

    MacroCompiler(Source source, StatementCompiler statements, ExpressionCompiler expressions) {
        this.source = source;
        this.statements = statements;
        this.expressions = expressions;
    }

    /**
     * A macro, compiled.
     *
     * @param slots where its values go, in the order {@link Macro.Body} has them
     * @param defaults per parameter what to do if it was not given
     */
    private record Code(
            Macro.Shape shape,
            FunctionScope function,
            ScopeEntry entry,
            List<Slot> slots,
            List<Evaluation> defaults,
            Step body) {
        Macro bind(Activation outer) {
            return new Macro(shape, values -> run(outer, values));
        }

        private String run(Activation outer, List<Object> values) {
            Rendering rendering = outer.rendering();
            rendering.enter();
            Activation own = function.activate(outer, outer.context(), rendering);
            for (int i = 0; i < values.size(); i++) {
                slots.get(i).set(own, values.get(i));
            }
            entry.enter(own);
            for (int i = 0; i < defaults.size(); i++) {
                if (Missing.is(slots.get(i).get(own))) {
                    slots.get(i).set(own, defaults.get(i).of(own));
                }
            }
            RenderedText output = new RenderedText(rendering);
            body.run(own, output);
            rendering.leave();
            return output.toString();
        }
    }

    Step definition(Node.MacroNode node, Frame frame) {
        Code code = code(node, node.name(), node.signature(), node.body(), frame);
        Slot slot = expressions.slot(node.offset(), node.name(), frame);
        return (activation, output) -> {
            Macro macro = code.bind(activation);
            slot.set(activation, macro);
            if (frame.topLevel()) {
                activation.context().set(node.name(), macro);
            }
            return Flow.NEXT;
        };
    }

    Step callBlock(Node.CallBlock node, Frame frame) {
        Code code = code(node, null, node.signature(), node.body(), frame);
        Node.Call call = node.call();
        Evaluation result = call == null
                ? a -> code.bind(a).call(a.rendering(), Arguments.NONE)
                : expressions.calls().call(call, frame, code::bind);
        Evaluation located = expressions.located(node.offset(), result);
        return (activation, output) -> {
            Object value = located.of(activation);
            try {
                output.append(value);
            } catch (Failure failure) {
                throw source.error(node.offset(), failure);
            }
            return Flow.NEXT;
        };
    }

    private Code code(
            Node.Statement node,
            @Nullable String name,
            Node.Signature signature,
            List<Node.Statement> nodes,
            Frame outer) {
        Frame frame = outer.innerFunction();
        List<Node> scope = new ArrayList<>(NodeTree.children(signature));
        scope.addAll(nodes);
        SymbolVisitor.addAll(frame.symbols(), scope);
        List<String> parameters =
                signature.parameters().stream().map(Node.Name::name).toList();
        Set<String> used = UndeclaredNames.in(nodes, "caller", "kwargs", "varargs");
        boolean caller = used.contains("caller") && !parameters.contains("caller");
        boolean kwargs = used.contains("kwargs") && !parameters.contains("kwargs");
        boolean varargs = used.contains("varargs") && !parameters.contains("varargs");
        requireCallerDefault(node, signature, used.contains("caller"));
        List<String> identifiers = identifiers(frame, parameters, caller, kwargs, varargs);
        SymbolVisitor.addAll(frame.symbols(), scope);
        ScopeEntry entry = new ScopeEntry(frame);
        List<Slot> slots = identifiers.stream().map(frame.function()::find).toList();
        List<Evaluation> defaults = defaults(signature, frame);
        Step body = statements.body(nodes, frame);
        Macro.Shape shape = new Macro.Shape(name, parameters, used.contains("caller"), kwargs, varargs);
        return new Code(shape, frame.function(), entry, slots, defaults, body);
    }

    private List<String> identifiers(
            Frame frame, List<String> parameters, boolean caller, boolean kwargs, boolean varargs) {
        List<String> identifiers = new ArrayList<>();
        for (String parameter : parameters) {
            String identifier = frame.symbols().find(parameter);
            identifiers.add(identifier == null ? parameter : identifier);
        }
        if (caller) {
            identifiers.add(frame.symbols().declareParameter("caller"));
        }
        if (kwargs) {
            identifiers.add(frame.symbols().declareParameter("kwargs"));
        }
        if (varargs) {
            identifiers.add(frame.symbols().declareParameter("varargs"));
        }
        return identifiers;
    }

    private void requireCallerDefault(Node node, Node.Signature signature, boolean used) {
        int undefaulted = signature.parameters().size() - signature.defaults().size();
        boolean wrong = signature.parameters().stream()
                .limit(undefaulted)
                .anyMatch(parameter -> parameter.name().equals("caller"));
        if (used && wrong) {
            throw source.error(
                    node.offset(),
                    Failure.of("When defining macros or call blocks the special \"caller\" argument must be omitted or"
                            + " be given a default."));
        }
    }

    private List<Evaluation> defaults(Node.Signature signature, Frame frame) {
        List<Evaluation> all = new ArrayList<>();
        int undefaulted = signature.parameters().size() - signature.defaults().size();
        for (int i = 0; i < signature.parameters().size(); i++) {
            String name = signature.parameters().get(i).name();
            Undefined absent = new Undefined("parameter " + Repr.quote(name) + " was not provided");
            all.add(
                    i < undefaulted
                            ? a -> absent
                            : expressions.compile(signature.defaults().get(i - undefaulted), frame));
        }
        return all;
    }
}
