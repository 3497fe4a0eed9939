package io.github.isotherm.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tests of {@code is}, by name. Each takes the tested value as its first argument. */
final class Tests {
    private static final Map<String, Callable> ALL = all();

    private Tests() {}

    private static Map<String, Callable> all() {
        Map<String, Callable> all = new HashMap<>();
        addKinds(all);
        addNumbers(all);
        addComparisons(all);
        addNames(all);
        return Map.copyOf(all);
    }

    static @Nullable Callable named(String name) {
        return ALL.get(name);
    }

    /** Applies a test whose name is only known now, as select does. */
    static Object apply(Rendering rendering, Object name, Object value, Arguments arguments) {
        Callable test = ValueOrder.isText(name) ? named(Repr.str(name)) : null;
        if (test == null) {
            throw Failure.of("No test named %s.", name instanceof Undefined ? "Undefined" : Repr.brief(name));
        }
        rendering.called();
        return test.call(rendering, arguments.withFirst(value));
    }

    private static void add(Map<String, Callable> all, String name, Predicate<Object> test) {
        all.put(name, (r, a) -> test.test(a.bind(name, "value")[0]));
    }

    private static void addKinds(Map<String, Callable> all) {
        add(all, "defined", value -> !(value instanceof Undefined));
        add(all, "undefined", value -> value instanceof Undefined);
        add(all, "none", value -> value == None.NONE);
        add(all, "boolean", value -> value instanceof Boolean);
        add(all, "true", value -> value.equals(true));
        add(all, "false", value -> value.equals(false));
        add(all, "integer", value -> Numbers.isInteger(value) && !(value instanceof Boolean));
        add(all, "float", value -> value instanceof Double);
        add(all, "number", Numbers::isNumber);
        add(all, "string", ValueOrder::isText);
        add(all, "mapping", value -> value instanceof Dict);
        add(all, "sequence", Tests::isSequence);
        add(all, "iterable", Iteration::possible);
        add(all, "callable", value -> value instanceof Callable || value instanceof Undefined);
        add(all, "escaped", value -> value instanceof SafeText);
        addCase(all, "lower", CaseMapping::isLower);
        addCase(all, "upper", CaseMapping::isUpper);
    }

    private static void addCase(Map<String, Callable> all, String name, Predicate<String> test) {
        all.put(name, (r, a) -> {
            String text = Repr.str(a.bind(name, "value")[0], r);
            r.scanned(2L * text.length());
            return test.test(text);
        });
    }

    private static boolean isSequence(Object value) {
        return Truth.hasLength(value) && !(value instanceof DictView) && !(value instanceof LoopContext);
    }

    private static void addNumbers(Map<String, Callable> all) {
        all.put("odd", (r, a) -> remainder(r, a.bind("odd", "value")[0], 2L, 1L));
        all.put("even", (r, a) -> remainder(r, a.bind("even", "value")[0], 2L, 0L));
        all.put("divisibleby", (r, a) -> {
            Object[] bound = a.bind("divisibleby", "value", "num");
            return remainder(r, bound[0], bound[1], 0L);
        });
    }

    private static boolean remainder(Rendering rendering, Object value, Object divisor, Object wanted) {
        return ValueOrder.equal(Arithmetic.modulo(value, divisor, rendering), wanted, rendering);
    }

    /** A test of two values. */
    @FunctionalInterface
    private interface Pair {
        boolean test(Rendering rendering, Object left, Object right);
    }

    private static void addComparisons(Map<String, Callable> all) {
        addPair(all, (r, a, b) -> ValueOrder.equal(a, b, r), "==", "eq", "equalto");
        addPair(all, (r, a, b) -> !ValueOrder.equal(a, b, r), "!=", "ne");
        addPair(all, (r, a, b) -> ValueOrder.ordered(">", a, b, r), ">", "gt", "greaterthan");
        addPair(all, (r, a, b) -> ValueOrder.ordered(">=", a, b, r), ">=", "ge");
        addPair(all, (r, a, b) -> ValueOrder.ordered("<", a, b, r), "<", "lt", "lessthan");
        addPair(all, (r, a, b) -> ValueOrder.ordered("<=", a, b, r), "<=", "le");
        all.put("in", (r, a) -> {
            Object[] bound = a.bind("in", "value", "seq");
            return ValueOrder.contains(bound[1], bound[0], r);
        });
        all.put("sameas", (r, a) -> {
            Object[] bound = a.bind("sameas", "value", "other");
            return ValueOrder.identical(bound[0], bound[1]);
        });
    }

    private static void addPair(Map<String, Callable> all, Pair pair, String... names) {
        for (String name : names) {
            all.put(name, (r, a) -> {
                List<Object> sides = a.positionalOnly(name, 2, 2).positional();
                return pair.test(r, sides.get(0), sides.get(1));
            });
        }
    }

    private static void addNames(Map<String, Callable> all) {
        all.put("filter", (r, a) -> isName(r, a.bind("filter", "value")[0], name -> Filters.named(name) != null));
        all.put("test", (r, a) -> isName(r, a.bind("test", "value")[0], name -> named(name) != null));
    }

    private static boolean isName(Rendering rendering, Object value, Predicate<String> known) {
        HashKey.of(value, rendering);
        return ValueOrder.isText(value) && known.test(Repr.str(value));
    }
}
