package io.github.isotherm.template;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Methods of dicts and their views. */
final class DictMethods {
    static final Map<String, Method<Dict>> ALL = methods();

    private DictMethods() {}

    private static Map<String, Method<Dict>> methods() {
        Map<String, Method<Dict>> all = new HashMap<>();
        all.put("get", (r, dict, a) -> get(r, dict, a.positionalOnly("get", 1, 2)));
        all.put("items", (r, dict, a) -> view(dict, DictView.Kind.ITEMS, a));
        all.put("keys", (r, dict, a) -> view(dict, DictView.Kind.KEYS, a));
        all.put("values", (r, dict, a) -> view(dict, DictView.Kind.VALUES, a));
        all.put("copy", (r, dict, a) -> copy(r, dict, a));
        all.put("fromkeys", (r, dict, a) -> fromKeys(r, a.positionalOnly("fromkeys", 1, 2)));
        for (String name : List.of("clear", "pop", "popitem", "setdefault", "update")) {
            all.put(name, Method.unsafe());
        }
        return Map.copyOf(all);
    }

    private static Object get(Rendering rendering, Dict dict, Arguments arguments) {
        Object value = dict.get(arguments.at(0), rendering);
        return value == null ? arguments.or(1, None.NONE) : value;
    }

    private static Object view(Dict dict, DictView.Kind kind, Arguments arguments) {
        arguments.positionalOnly(kind.type(), 0, 0);
        return new DictView(dict, kind);
    }

    private static Object copy(Rendering rendering, Dict dict, Arguments arguments) {
        arguments.positionalOnly("copy", 0, 0);
        rendering.objects(3L * dict.size());
        return dict.copy();
    }

    private static Object fromKeys(Rendering rendering, Arguments arguments) {
        Dict made = new Dict();
        for (Object key : Iteration.list(arguments.at(0), rendering)) {
            made.put(key, arguments.or(1, None.NONE), rendering);
        }
        return made;
    }

    static Object ofView(DictView view, String name) {
        if (name.equals("mapping")) {
            return view.dict();
        }
        if (name.equals("isdisjoint") && view.kind() != DictView.Kind.VALUES) {
            return Builtin.function((r, a) -> isDisjoint(r, view, a.positionalOnly(name, 1, 1)));
        }
        return Missing.MISSING;
    }

    private static Object isDisjoint(Rendering rendering, DictView view, Arguments arguments) {
        for (Iterator<Object> other = Iteration.over(arguments.at(0)); other.hasNext(); ) {
            rendering.step();
            if (ValueOrder.contains(view, other.next(), rendering)) {
                return false;
            }
        }
        return true;
    }

    /** What the type {@code dict} makes of its arguments: a mapping or pairs, then keywords. */
    static Dict construct(Rendering rendering, Arguments arguments) {
        Dict made = new Dict();
        if (arguments.size() > 1) {
            throw Failure.type("dict expected at most 1 argument, got %d", arguments.size());
        }
        if (arguments.size() == 1 && arguments.at(0) instanceof Dict dict) {
            made.putAll(dict, rendering);
        } else if (arguments.size() == 1) {
            putPairs(made, arguments.at(0), rendering);
        }
        arguments.named().forEach((name, value) -> made.put(name, value, rendering));
        return made;
    }

    private static void putPairs(Dict made, Object pairs, Rendering rendering) {
        for (Object pair : Iteration.list(pairs, rendering)) {
            if (pair instanceof Undefined undefined) {
                throw undefined.failure();
            }
            List<Object> items = Iteration.unpack(pair, 2, rendering);
            made.put(items.get(0), items.get(1), rendering);
        }
    }
}
