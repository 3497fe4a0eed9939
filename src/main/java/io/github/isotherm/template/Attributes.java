package io.github.isotherm.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Python's {@code getattr} in the immutable sandbox: methods of builtin types, attributes of Jinja2's objects. */
final class Attributes {
    /** Attributes every Python object has; the sandbox hides them, also from a dict with such a key. */
    private static final Set<String> HIDDEN = Set.of(
            "__class__",
            "__class_getitem__",
            "__contains__",
            "__delattr__",
            "__delitem__",
            "__dir__",
            "__doc__",
            "__eq__",
            "__format__",
            "__ge__",
            "__getattribute__",
            "__getitem__",
            "__getstate__",
            "__gt__",
            "__hash__",
            "__init__",
            "__init_subclass__",
            "__ior__",
            "__iter__",
            "__le__",
            "__len__",
            "__lt__",
            "__ne__",
            "__new__",
            "__or__",
            "__reduce__",
            "__reduce_ex__",
            "__repr__",
            "__reversed__",
            "__ror__",
            "__setattr__",
            "__setitem__",
            "__sizeof__",
            "__str__",
            "__subclasshook__");

    private Attributes() {}

    static Object ofOrElseUndefined(Object owner, String name) {
        Object value = of(owner, name);
        return Missing.is(value) ? Undefined.element(owner, name) : value;
    }

    /** The attribute, {@link Missing} where Python raises AttributeError, undefined where the sandbox hides it. */
    static Object of(Object owner, String name) {
        if (owner instanceof Dict dict) {
            return hidden(name) ? Undefined.unsafe(owner, name) : method(DictMethods.ALL, dict, name);
        }
        if (owner instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (name.startsWith("_")) {
            return owner instanceof TemplateReference ? Missing.MISSING : Undefined.unsafe(owner, name);
        }
        if (owner instanceof String text) {
            return method(StringMethods.ALL, text, name);
        }
        if (owner instanceof List) {
            return method(ListMethods.ALL, owner, name);
        }
        if (owner instanceof Tuple tuple) {
            return ofTuple(tuple, name);
        }
        return Numbers.isNumber(owner) ? NumberMethods.attribute(owner, name) : ofObject(owner, name);
    }

    private static boolean hidden(String name) {
        return name.startsWith("__") && HIDDEN.contains(name);
    }

    private static Object ofTuple(Tuple tuple, String name) {
        if (tuple.group() && name.equals("grouper")) {
            return tuple.items().get(0);
        }
        if (tuple.group() && name.equals("list")) {
            return tuple.items().get(1);
        }
        return method(ListMethods.OF_TUPLES, tuple, name);
    }

    private static Object ofObject(Object owner, String name) {
        if (owner instanceof LoopContext loop) {
            return loop.attribute(name);
        }
        if (owner instanceof Namespace namespace) {
            Object value = namespace.attributes().get(name);
            return value == null ? Missing.MISSING : value;
        }
        if (owner instanceof Macro macro) {
            return macro.attribute(name);
        }
        if (owner instanceof Cycler cycler) {
            return cycler.attribute(name);
        }
        if (owner instanceof Joiner joiner) {
            return joiner.attribute(name);
        }
        if (owner instanceof SafeText safe) {
            return StringMethods.ofSafeText(safe, name);
        }
        return owner instanceof PythonRange range ? ListMethods.ofRange(range, name) : ofIterable(owner, name);
    }

    private static Object ofIterable(Object owner, String name) {
        if (owner instanceof DictView view) {
            return DictMethods.ofView(view, name);
        }
        if (owner instanceof LazySequence && Set.of("send", "throw", "close").contains(name)) {
            throw Failure.unsupported("the generator method '" + name + "'");
        }
        return Missing.MISSING;
    }

    /** A method as it is looked up: bound to its object, or unsafe if it would change it. */
    private static <T> Object method(Map<String, Method<T>> methods, T owner, String name) {
        Method<T> method = methods.get(name);
        if (method == null) {
            return Missing.MISSING;
        }
        if (method == Method.UNSAFE) {
            return Undefined.unsafe(owner, name);
        }
        return Builtin.function((rendering, arguments) -> method.call(rendering, owner, arguments));
    }
}
