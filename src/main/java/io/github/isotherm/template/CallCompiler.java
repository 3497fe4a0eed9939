package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns calls, filters and tests into evaluations. */
final class CallCompiler {
    private final Source source;
    private final ExpressionCompiler expressions;

    CallCompiler(Source source, ExpressionCompiler expressions) {
        this.source = source;
        this.expressions = expressions;
    }

    /** Evaluates arguments. */
    @FunctionalInterface
    private interface ArgumentsEvaluation {
        Arguments of(Activation activation);
    }

    /** A call; with a caller, that is passed along by name. */
    Evaluation call(Node.Call node, Frame frame, @Nullable Evaluation caller) {
        Evaluation callee = expressions.compile(node.callee(), frame);
        ArgumentsEvaluation arguments = arguments(node.arguments(), frame, caller);
        return a -> {
            Object function = callee.of(a);
            return invoke(function, arguments.of(a), a.rendering());
        };
    }

    static Object invoke(Object function, Arguments arguments, Rendering rendering) {
        rendering.called();
        if (function instanceof Callable callable) {
            return callable.call(rendering, arguments);
        }
        if (function instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw Failure.type("'%s' object is not callable", TypeName.of(function));
    }

    private ArgumentsEvaluation arguments(Node.CallArguments node, Frame frame, @Nullable Evaluation caller) {
        List<Evaluation> positional = expressions.all(node.positional(), frame);
        Map<String, Evaluation> named = new LinkedHashMap<>();
        node.named().forEach(keyword -> named.put(keyword.name(), expressions.compile(keyword.value(), frame)));
        if (caller != null && named.put("caller", caller) != null) {
            throw source.error(node.offset(), Failure.of("keyword argument repeated: caller"));
        }
        if (positional.isEmpty() && named.isEmpty() && node.unpacked() == null && node.unpackedNames() == null) {
            return a -> Arguments.NONE;
        }
        Evaluation unpacked = node.unpacked() == null ? null : expressions.compile(node.unpacked(), frame);
        Evaluation unpackedNames =
                node.unpackedNames() == null ? null : expressions.compile(node.unpackedNames(), frame);
        return a -> {
            List<Object> values = new ArrayList<>(positional.size());
            positional.forEach(value -> values.add(value.of(a)));
            Map<String, Object> names = named.isEmpty() && unpackedNames == null ? Map.of() : new LinkedHashMap<>();
            named.forEach((name, value) -> names.put(name, value.of(a)));
            if (unpacked != null) {
                unpack(unpacked.of(a), values, a.rendering());
            }
            if (unpackedNames != null) {
                unpackNames(unpackedNames.of(a), names, a.rendering());
            }
            return new Arguments(values, names);
        };
    }

    private static void unpack(Object sequence, List<Object> values, Rendering rendering) {
        for (Iterator<Object> items = Iteration.over(sequence); items.hasNext(); ) {
            rendering.objects(1);
            values.add(items.next());
        }
    }

    private static void unpackNames(Object mapping, Map<String, Object> names, Rendering rendering) {
        if (!(mapping instanceof Dict dict)) {
            throw Failure.type("argument after ** must be a mapping, not %s", TypeName.of(mapping));
        }
        for (Iterator<Object> keys = dict.keys(); keys.hasNext(); ) {
            Object key = keys.next();
            rendering.objects(1);
            Object value = dict.get(key, rendering);
            if (!(key instanceof String name)) {
                throw Failure.type("keywords must be strings");
            }
            if (value != null && names.put(name, value) != null) {
                throw Failure.type("got multiple values for keyword argument %s", Repr.brief(name));
            }
        }
    }

    Evaluation filter(Node.Filter node, Frame frame) {
        if (node.target() == null) {
            throw source.error(node.offset(), Failure.of("a filter needs something to filter"));
        }
        return apply("filter", node.name(), Filters.named(node.name()), node.target(), node.arguments(), frame);
    }

    Evaluation test(Node.Test node, Frame frame) {
        Boolean known = node.name().equals("sameas") ? sameLiterals(node) : null;
        if (known != null) {
            return a -> known;
        }
        return apply("test", node.name(), Tests.named(node.name()), node.target(), node.arguments(), frame);
    }

    /** Whether two literals are one object where Jinja2 compares them itself, before Python could share them. */
    private static @Nullable Boolean sameLiterals(Node.Test node) {
        List<Node.Expression> others = node.arguments().positional();
        if (others.size() != 1
                || !(node.target() instanceof Node.Const left)
                || !(others.get(0) instanceof Node.Const right)) {
            return null;
        }
        return left.value().equals(right.value()) && isShared(left.value());
    }

    /** Whether Python keeps one object of a value, wherever it comes from. */
    private static boolean isShared(Object value) {
        if (value instanceof String text) {
            return text.isEmpty() || (text.length() == 1 && text.charAt(0) < 0x100);
        }
        return value == None.NONE
                || value instanceof Boolean
                || (value instanceof Long small && small >= -5 && small <= 256);
    }

    private Evaluation apply(
            String kind,
            String name,
            @Nullable Callable function,
            Node.Expression target,
            Node.CallArguments arguments,
            Frame frame) {
        Callable known = known(kind, name, function, arguments.offset(), frame);
        Evaluation value = expressions.compile(target, frame);
        ArgumentsEvaluation rest = arguments(arguments, frame, null);
        return a -> {
            Object first = value.of(a);
            a.rendering().called();
            return known.call(a.rendering(), rest.of(a).withFirst(first));
        };
    }

    /** Filters applied to the text of a block. */
    ExpressionCompiler.TextEvaluation blockFilter(Node.Filter node, Frame frame) {
        Callable known = known("filter", node.name(), Filters.named(node.name()), node.offset(), frame);
        ArgumentsEvaluation rest = arguments(node.arguments(), frame, null);
        ExpressionCompiler.TextEvaluation inner =
                node.target() instanceof Node.Filter filter ? blockFilter(filter, frame) : (a, text) -> text;
        return (a, text) -> {
            Object value = inner.of(a, text);
            try {
                a.rendering().called();
                return known.call(a.rendering(), rest.of(a).withFirst(value));
            } catch (Failure failure) {
                throw source.error(node.offset(), failure);
            }
        };
    }

    /** An unknown filter or test is an error now, or inside a condition only if it is reached. */
    private Callable known(String kind, String name, @Nullable Callable function, int offset, Frame frame) {
        if (function != null) {
            return function;
        }
        if (!frame.soft()) {
            throw source.error(offset, Failure.of("No %s named %s.", kind, Repr.quote(name)));
        }
        return (rendering, arguments) -> {
            throw Failure.of("No %s named %s found.", kind, Repr.quote(name));
        };
    }
}
