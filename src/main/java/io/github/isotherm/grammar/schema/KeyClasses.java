package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.Expressions;
import io.github.isotherm.grammar.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * Classes of keys: each key is in one class of a partition, in all its spellings, so keys of two classes differ. A class is by
 * one character of the key, counted from its beginning or its end.
 */
final class KeyClasses {
    private static final int BY_CHARACTER = 16;
    private static final int ASCII = 128;

    private final Expressions table;
    private final Texts texts;
    private final List<Expression> characters = new ArrayList<>();

    KeyClasses(Expressions table, Texts texts) {
        this.table = table;
        this.texts = texts;
    }

    /** Worked out when it is first asked for, as few schemas need it. */
    private List<Expression> characters() {
        if (characters.isEmpty()) {
            for (int which = 0; which < BY_CHARACTER; which++) {
                List<Expression> ways = new ArrayList<>();
                for (int point = which; point < ASCII; point += BY_CHARACTER) {
                    ways.add(texts.range(point, point));
                }
                characters.add(table.either(ways));
            }
            characters.add(texts.range(ASCII, Utf8.LAST));
        }
        return characters;
    }

    /** By the last character. */
    List<Expression> byLast() {
        return fromEnd(0);
    }

    /** By the last character, as so many classes. */
    List<Expression> byLast(int count) {
        List<Expression> all = byLast();
        List<Expression> groups = new ArrayList<>();
        for (int group = 0; group < count; group++) {
            List<Expression> ways = new ArrayList<>();
            for (int i = group; i < all.size(); i += count) {
                ways.add(all.get(i));
            }
            groups.add(table.either(ways));
        }
        return groups;
    }

    /** Partitions of which one is likely to tell a few keys apart. */
    List<List<Expression>> partitions() {
        return List.of(byLast(), fromBeginning(0), fromEnd(1), fromBeginning(1), fromBeginning(2));
    }

    private List<Expression> fromBeginning(int place) {
        List<Expression> classes = new ArrayList<>();
        classes.add(texts.counted(0, place));
        characters().forEach(one -> classes.add(table.sequence(texts.counted(place, place), one, texts.any())));
        return classes;
    }

    private List<Expression> fromEnd(int place) {
        List<Expression> classes = new ArrayList<>();
        classes.add(texts.counted(0, place));
        characters().forEach(one -> classes.add(table.sequence(texts.any(), one, texts.counted(place, place))));
        return classes;
    }
}
