package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns expressions into evaluations, every name into its slot. */
final class ExpressionCompiler {
    /** A filter of a block, given the block's text. */
    @FunctionalInterface
    interface TextEvaluation {
        Object of(Activation activation, String text);
    }

    private final Source source;
    private final CallCompiler calls;

    ExpressionCompiler(Source source) {
        this.source = source;
        this.calls = new CallCompiler(source, this);
    }

    CallCompiler calls() {
        return calls;
    }

    /** An evaluation whose failures carry the place they belong to. */
    Evaluation located(int offset, Evaluation evaluation) {
        return activation -> {
            try {
                return evaluation.of(activation);
            } catch (Failure failure) {
                throw source.error(offset, failure);
            }
        };
    }

    List<Evaluation> all(List<Node.Expression> nodes, Frame frame) {
        List<Evaluation> evaluations = new ArrayList<>(nodes.size());
        nodes.forEach(node -> evaluations.add(compile(node, frame)));
        return evaluations;
    }

    Evaluation compile(Node.Expression node, Frame frame) {
        if (node instanceof Node.Const constant) {
            return activation -> constant.value();
        }
        if (node instanceof Node.Data data) {
            return activation -> data.text();
        }
        if (node instanceof Node.Name name) {
            return name(name, frame);
        }
        if (node instanceof Node.GetAttribute attribute) {
            Evaluation owner = compile(attribute.owner(), frame);
            return located(node.offset(), a -> Indexing.attribute(owner.of(a), attribute.name(), a.rendering()));
        }
        if (node instanceof Node.GetItem item) {
            return located(node.offset(), item(item, frame));
        }
        if (node instanceof Node.Call call) {
            return located(node.offset(), calls.call(call, frame, null));
        }
        if (node instanceof Node.Filter filter) {
            return located(node.offset(), calls.filter(filter, frame));
        }
        if (node instanceof Node.Test test) {
            return located(node.offset(), calls.test(test, frame));
        }
        return compileOperator(node, frame);
    }

    private Evaluation compileOperator(Node.Expression node, Frame frame) {
        if (node instanceof Node.Compare compare) {
            return located(node.offset(), comparison(compare, frame));
        }
        if (node instanceof Node.Binary binary) {
            return located(node.offset(), binary(binary, frame));
        }
        if (node instanceof Node.Logical logical) {
            return logical(logical, frame);
        }
        if (node instanceof Node.Not not) {
            Evaluation operand = compile(not.operand(), frame);
            return located(node.offset(), a -> !Truth.of(operand.of(a)));
        }
        if (node instanceof Node.Conditional conditional) {
            return conditional(conditional, frame.softened());
        }
        if (node instanceof Node.Concat concat) {
            return located(node.offset(), concat(concat, frame));
        }
        if (node instanceof Node.Unary unary) {
            Evaluation operand = compile(unary.operand(), frame);
            boolean minus = unary.operator().equals("-");
            return located(
                    node.offset(),
                    a -> minus ? Arithmetic.negate(operand.of(a), a.rendering()) : Arithmetic.plus(operand.of(a)));
        }
        return literal(node, frame);
    }

    private Evaluation literal(Node.Expression node, Frame frame) {
        if (node instanceof Node.ListNode list) {
            List<Evaluation> items = all(list.items(), frame);
            return located(node.offset(), a -> evaluated(items, a));
        }
        if (node instanceof Node.TupleNode tuple) {
            List<Evaluation> items = all(tuple.items(), frame);
            return located(node.offset(), a -> new Tuple(evaluated(items, a)));
        }
        if (node instanceof Node.DictNode dict) {
            return located(node.offset(), dict(dict, frame));
        }
        throw source.error(node.offset(), Failure.of("this expression is not allowed here"));
    }

    static List<Object> evaluated(List<Evaluation> evaluations, Activation activation) {
        activation.rendering().listed(evaluations.size());
        List<Object> values = new ArrayList<>(evaluations.size());
        for (Evaluation evaluation : evaluations) {
            values.add(evaluation.of(activation));
        }
        return values;
    }

    private Evaluation name(Node.Name name, Frame frame) {
        Slot slot = slot(name.offset(), name.name(), frame);
        Undefined undefined = Undefined.variable(name.name());
        return activation -> {
            Object value = slot.get(activation);
            return Missing.is(value) ? undefined : value;
        };
    }

    Slot slot(int offset, String name, Frame frame) {
        Slot slot = frame.slot(name);
        if (slot == null) {
            throw source.error(
                    offset,
                    Failure.of(
                            "Tried to resolve a name to a reference that was unknown to the frame (%s)",
                            Repr.quote(name)));
        }
        return slot;
    }

    private Evaluation item(Node.GetItem node, Frame frame) {
        Evaluation owner = compile(node.owner(), frame);
        if (node.key() instanceof Node.Slice slice) {
            Evaluation start = bound(slice.start(), frame);
            Evaluation stop = bound(slice.stop(), frame);
            Evaluation step = bound(slice.step(), frame);
            return a -> Indexing.slice(owner.of(a), start.of(a), stop.of(a), step.of(a), a.rendering());
        }
        Evaluation key = compile(node.key(), frame);
        return a -> {
            Object value = owner.of(a);
            return Indexing.item(value, key.of(a), a.rendering());
        };
    }

    private Evaluation bound(Node.@Nullable Expression bound, Frame frame) {
        return bound == null ? a -> None.NONE : compile(bound, frame);
    }

    private Evaluation dict(Node.DictNode node, Frame frame) {
        List<Evaluation> keys = new ArrayList<>();
        List<Evaluation> values = new ArrayList<>();
        for (Node.Pair pair : node.items()) {
            keys.add(compile(pair.key(), frame));
            values.add(compile(pair.value(), frame));
        }
        return a -> {
            a.rendering().listed(keys.size());
            Dict dict = new Dict(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                dict.put(keys.get(i).of(a), values.get(i).of(a), a.rendering());
            }
            return dict;
        };
    }

    private Evaluation comparison(Node.Compare node, Frame frame) {
        Evaluation first = compile(node.first(), frame);
        List<String> operators =
                node.rest().stream().map(Node.Operand::operator).toList();
        List<Evaluation> operands = node.rest().stream()
                .map(operand -> compile(operand.value(), frame))
                .toList();
        return a -> {
            Object left = first.of(a);
            for (int i = 0; i < operands.size(); i++) {
                Object right = operands.get(i).of(a);
                if (!holds(operators.get(i), left, right, a.rendering())) {
                    return false;
                }
                left = right;
            }
            return true;
        };
    }

    private static boolean holds(String operator, Object left, Object right, Rendering rendering) {
        return switch (operator) {
            case "==" -> ValueOrder.equal(left, right, rendering);
            case "!=" -> !ValueOrder.equal(left, right, rendering);
            case "in" -> ValueOrder.contains(right, left, rendering);
            case "not in" -> !ValueOrder.contains(right, left, rendering);
            default -> ValueOrder.ordered(operator, left, right, rendering);
        };
    }

    private Evaluation binary(Node.Binary node, Frame frame) {
        Evaluation left = compile(node.left(), frame);
        Evaluation right = compile(node.right(), frame);
        if (node.operator().equals("+")) {
            return a -> Arithmetic.add(left.of(a), right.of(a), a.rendering());
        }
        return a -> Arithmetic.apply(node.operator(), left.of(a), right.of(a), a.rendering());
    }

    private Evaluation logical(Node.Logical node, Frame frame) {
        Evaluation left = compile(node.left(), frame);
        Evaluation right = compile(node.right(), frame);
        return a -> {
            Object value = left.of(a);
            return Truth.of(value) == node.and() ? right.of(a) : value;
        };
    }

    private Evaluation conditional(Node.Conditional node, Frame frame) {
        Evaluation then = compile(node.then(), frame);
        Evaluation test = compile(node.test(), frame);
        Undefined absent =
                new Undefined("the inline if-expression evaluated to false and no else section was defined.");
        Evaluation otherwise = node.otherwise() == null ? a -> absent : compile(node.otherwise(), frame);
        return a -> Truth.of(test.of(a)) ? then.of(a) : otherwise.of(a);
    }

    private Evaluation concat(Node.Concat node, Frame frame) {
        List<Evaluation> parts = all(node.parts(), frame);
        return a -> {
            StringBuilder text = new StringBuilder();
            for (Evaluation part : parts) {
                String shown = Repr.str(part.of(a), a.rendering());
                a.rendering().produced(shown.length());
                text.append(shown);
                Rendering.requireLength(text.length(), a.rendering().limits().textLength());
            }
            return text.toString();
        };
    }
}
