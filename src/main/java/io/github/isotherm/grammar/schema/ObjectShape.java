package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expressions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Objects of one kind.
 *
 * @param rules what each member is, by its key; all that speak of a key hold
 * @param required keys that are there
 * @param witnesses each is fulfilled by at least one member
 * @param min least members
 * @param max most members
 * @param opens whether other members than those declared were spoken of
 */
record ObjectShape(List<Rule> rules, Set<String> required, List<Rule> witnesses, int min, int max, boolean opens) {
    static final ObjectShape ANY = new ObjectShape(List.of(), Set.of(), List.of(), 0, Expressions.UNBOUNDED, false);

    /**
     * What members are.
     *
     * @param keys which
     * @param value what their values are
     * @param declares whether that makes them known
     */
    record Rule(Keys keys, Node value, boolean declares) {}

    static ObjectShape of(Rule... rules) {
        return new ObjectShape(List.of(rules), Set.of(), List.of(), 0, Expressions.UNBOUNDED, false);
    }

    ObjectShape opening() {
        return new ObjectShape(rules, required, witnesses, min, max, true);
    }

    ObjectShape requiring(Set<String> names) {
        return new ObjectShape(rules, joint(required, names), witnesses, min, max, opens);
    }

    ObjectShape witnessing(List<Rule> which) {
        return new ObjectShape(rules, required, which, min, max, opens);
    }

    ObjectShape counting(int least, int most) {
        return new ObjectShape(rules, required, witnesses, least, most, opens);
    }

    ObjectShape and(ObjectShape other) {
        if (this.equals(ANY) || other.equals(ANY)) {
            return this.equals(ANY) ? other : this;
        }
        int least = Math.max(min, other.min);
        int most = Math.min(max, other.max);
        return new ObjectShape(
                List.copyOf(joint(new LinkedHashSet<>(rules), new LinkedHashSet<>(other.rules))),
                joint(required, other.required),
                List.copyOf(joint(new LinkedHashSet<>(witnesses), new LinkedHashSet<>(other.witnesses))),
                least,
                most,
                opens || other.opens);
    }

    private static <T> Set<T> joint(Set<T> one, Set<T> other) {
        if (other.isEmpty()) {
            return one;
        }
        Set<T> joint = new LinkedHashSet<>(one);
        joint.addAll(other);
        return joint;
    }
}
