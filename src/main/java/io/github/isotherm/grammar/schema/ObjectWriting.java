package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.Members;
import io.github.isotherm.grammar.Members.Times;
import io.github.isotherm.grammar.Symbol;
import io.github.isotherm.grammar.schema.ObjectMembers.Region;
import io.github.isotherm.grammar.schema.ObjectShape.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Objects as text. */
final class ObjectWriting {
    private final Writing writing;
    private final Grammar.Builder grammar;
    private final Meaning meaning;

    ObjectWriting(Writing writing) {
        this.writing = writing;
        grammar = writing.grammar;
        meaning = writing.meaning;
    }

    Symbol object(ObjectShape shape) {
        boolean mayBeEmpty = shape.min() == 0
                && shape.required().isEmpty()
                && shape.witnesses().isEmpty();
        return writing.bracketed("{", content(shape), "}", mayBeEmpty);
    }

    private static Set<String> names(ObjectShape shape) {
        Set<String> names = new LinkedHashSet<>();
        for (Rule rule : shape.rules()) {
            String name = rule.keys().name();
            if (name != null) {
                names.add(name);
            }
        }
        names.addAll(shape.required());
        return names;
    }

    private Symbol content(ObjectShape shape) {
        Set<String> names = names(shape);
        List<Region> regions = regions(shape, names);
        if (shape.witnesses().isEmpty()) {
            return list(shape, names, regions, List.of());
        }
        List<Symbol> ways = new ArrayList<>();
        Rule witness = shape.witnesses().get(0);
        List<Rule> others = shape.witnesses().subList(1, shape.witnesses().size());
        for (String name : names) {
            if (meaning.table()
                    .matches(witness.keys().expression(), meaning.texts().usual(name))) {
                Keys key = new Keys(name, meaning.texts().spelled(name));
                ObjectShape named =
                        ObjectShape.of(new Rule(key, witness.value(), false)).requiring(Set.of(name));
                ways.add(content(shape.witnessing(others).and(named)));
            }
        }
        ways.add(list(shape, names, regions, shape.witnesses()));
        return grammar.choice(ways);
    }

    private Symbol list(ObjectShape shape, Set<String> names, List<Region> regions, List<Rule> witnesses) {
        List<Members.Member> members = new ArrayList<>();
        for (String name : names) {
            Node value = meaning.emptiness().member(shape, name);
            boolean required = shape.required().contains(name);
            if (value == meaning.nodes().none() && !required) {
                continue;
            }
            Expression key = writing.options.open()
                    ? meaning.texts().spelled(name)
                    : writing.table.text(meaning.texts().usual(name));
            members.add(
                    new Members.Member(writing.member(name, key, value), required ? Times.ONCE : Times.AT_MOST_ONCE));
        }
        boolean open = writing.options.open() || isOpen(shape) || members.size() < shape.min();
        List<Region> repeated =
                open ? regions : regions.stream().filter(Region::declared).toList();
        return new ObjectMembers(writing, shape, members, repeated).list(witnesses);
    }

    private static boolean isOpen(ObjectShape shape) {
        return shape.opens() || shape.rules().stream().noneMatch(Rule::declares);
    }

    /** All keys but those with a name of their own, by what is said of them. */
    private List<Region> regions(ObjectShape shape, Set<String> names) {
        List<Expression> own = names.stream().map(meaning.texts()::spelled).toList();
        List<Region> regions = List.of(new Region(
                meaning.texts().without(writing.table.either(own)),
                meaning.nodes().any(),
                false));
        for (Rule rule : shape.rules()) {
            if (rule.keys().name() == null) {
                regions = split(regions, rule);
            }
        }
        return regions;
    }

    private List<Region> split(List<Region> regions, Rule rule) {
        List<Region> parts = new ArrayList<>();
        Expression keys = rule.keys().expression();
        for (Region region : regions) {
            meaning.values().step();
            boolean same = region.keys() == keys;
            Expression within = same ? keys : writing.table.all(List.of(region.keys(), keys));
            if (writing.table.isEmpty(within)) {
                parts.add(region);
                continue;
            }
            Node value = meaning.nodes().and(region.value(), rule.value());
            if (value != meaning.nodes().none()) {
                parts.add(new Region(within, value, region.declared() || rule.declares()));
            }
            Expression outside = same ? writing.table.nothing() : writing.table.without(region.keys(), keys);
            if (!writing.table.isEmpty(outside)) {
                parts.add(new Region(outside, region.value(), region.declared()));
            }
        }
        return parts;
    }
}
