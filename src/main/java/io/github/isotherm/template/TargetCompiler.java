package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what is assigned to into targets. */
final class TargetCompiler {
    private final Source source;
    private final ExpressionCompiler expressions;

    TargetCompiler(Source source, ExpressionCompiler expressions) {
        this.source = source;
        this.expressions = expressions;
    }

    /** Takes a value. */
    @FunctionalInterface
    interface Target {
        void set(Activation activation, Object value);
    }

    Target compile(Node.Expression node, Frame frame) {
        if (node instanceof Node.Name name) {
            return name(name, frame);
        }
        if (node instanceof Node.NamespaceRef reference) {
            Slot slot = expressions.slot(reference.offset(), reference.name(), frame);
            return (activation, value) ->
                    assign(reference, namespace(reference, slot, activation), value, activation.rendering());
        }
        if (node instanceof Node.TupleNode tuple) {
            return tuple(tuple, frame);
        }
        throw source.error(node.offset(), Failure.of("can't assign to this"));
    }

    /** What the top level sets is seen everywhere. */
    private Target name(Node.Name node, Frame frame) {
        Slot slot = expressions.slot(node.offset(), node.name(), frame);
        if (!frame.topLevel()) {
            return slot::set;
        }
        return (activation, value) -> {
            slot.set(activation, value);
            activation.context().set(node.name(), value);
        };
    }

    private Target tuple(Node.TupleNode node, Frame frame) {
        List<Target> parts = new ArrayList<>();
        node.items().forEach(item -> parts.add(compile(item, frame)));
        return (activation, value) -> {
            List<Object> values;
            try {
                values = Iteration.unpack(value, parts.size(), activation.rendering());
            } catch (Failure failure) {
                throw source.error(node.offset(), failure);
            }
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).set(activation, values.get(i));
            }
        };
    }

    private void assign(Node.NamespaceRef node, Namespace namespace, Object value, Rendering rendering) {
        try {
            namespace.set(node.attribute(), value, rendering);
        } catch (Failure failure) {
            throw source.error(node.offset(), failure);
        }
    }

    private Namespace namespace(Node.NamespaceRef node, Slot slot, Activation activation) {
        if (slot.get(activation) instanceof Namespace namespace) {
            return namespace;
        }
        throw source.error(node.offset(), Failure.of("cannot assign attribute on non-namespace object"));
    }

    /** Checks, before the value is worked out, that every dotted target is a namespace. */
    Step namespaceCheck(Node.Expression target, Frame frame) {
        Map<Node.NamespaceRef, Slot> references = new LinkedHashMap<>();
        collect(target, references, frame);
        return (activation, output) -> {
            references.forEach((node, slot) -> namespace(node, slot, activation));
            return Flow.NEXT;
        };
    }

    private void collect(Node.Expression target, Map<Node.NamespaceRef, Slot> references, Frame frame) {
        if (target instanceof Node.NamespaceRef reference) {
            references.put(reference, expressions.slot(reference.offset(), reference.name(), frame));
        } else if (target instanceof Node.TupleNode tuple) {
            tuple.items().forEach(item -> collect(item, references, frame));
        }
    }
}
