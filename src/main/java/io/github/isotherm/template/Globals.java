package io.github.isotherm.template;

import java.util.List;
import java.util.Map;

/** The functions every template sees: Jinja2's own and those transformers adds. */
final class Globals {
    static final Map<String, Object> ALL = Map.of(
            "range",
            Builtin.function(Globals::range),
            "dict",
            new Builtin("<class 'dict'>", DictMethods::construct),
            "namespace",
            new Builtin("<class 'jinja2.utils.Namespace'>", (r, a) -> new Namespace(DictMethods.construct(r, a))),
            "cycler",
            new Builtin(
                    "<class 'jinja2.utils.Cycler'>",
                    (r, a) -> new Cycler(
                            a.positionalOnly("cycler", 0, Integer.MAX_VALUE).positional())),
            "joiner",
            new Builtin("<class 'jinja2.utils.Joiner'>", Globals::joiner),
            "lipsum",
            Builtin.function((r, a) -> {
                throw Failure.unsupported("the random text of lipsum");
            }),
            "raise_exception",
            Builtin.function(Globals::raise),
            "strftime_now",
            Builtin.function(Globals::strftimeNow));

    /** The widest that a directive of strftime can be. */
    private static final long DIRECTIVE = 10_000;

    private Globals() {}

    private static Object range(Rendering rendering, Arguments arguments) {
        List<Object> bounds = arguments.positionalOnly("range", 1, 3).positional();
        long[] numbers = new long[bounds.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = integer(bounds.get(i));
        }
        return switch (numbers.length) {
            case 1 -> PythonRange.checked(0, numbers[0], 1);
            case 2 -> PythonRange.checked(numbers[0], numbers[1], 1);
            default -> PythonRange.checked(numbers[0], numbers[1], numbers[2]);
        };
    }

    private static long integer(Object bound) {
        if (!Numbers.isInteger(bound)) {
            throw Failure.type("'%s' object cannot be interpreted as an integer", TypeName.of(bound));
        }
        return Math.max(-(1L << 61), Math.min(1L << 61, Numbers.clampedLong(bound)));
    }

    private static Object joiner(Rendering rendering, Arguments arguments) {
        Object separator = arguments.bind("joiner", "sep?")[0];
        return new Joiner(Missing.is(separator) ? ", " : separator);
    }

    private static Object raise(Rendering rendering, Arguments arguments) {
        throw Failure.raised(Repr.str(arguments.bind("raise_exception", "message")[0], rendering));
    }

    private static Object strftimeNow(Rendering rendering, Arguments arguments) {
        Object format = arguments.bind("strftime_now", "format")[0];
        String text = StringMethods.text(format, "strftime");
        long directives = text.chars().filter(c -> c == '%').count();
        rendering.produced(text.length() + DIRECTIVE * directives);
        return Strftime.format(rendering.now(), text);
    }
}
