package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Alphabet;
import io.github.isotherm.grammar.Expression;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.Regex;

/** Regular expressions over the characters of a JSON string. */
final class Patterns {
    private final Meaning meaning;
    private final Alphabet alphabet;

    Patterns(Meaning meaning) {
        this.meaning = meaning;
        alphabet = meaning.texts()::character;
    }

    /** Strings in which a pattern fits somewhere. */
    Expression searched(Subschema schema, String keyword, String pattern) {
        try {
            return Regex.searched(pattern, meaning.table(), alphabet);
        } catch (GrammarException e) {
            throw schema.refused(
                    keyword, "is not read: " + String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
        }
    }

    /** Strings that a pattern of our own fits from the beginning to the end. */
    Expression whole(String pattern) {
        return Regex.whole(pattern, meaning.table(), alphabet);
    }

    /** Strings that a pattern of our own does not fit. */
    Expression outside(String pattern) {
        return meaning.texts().without(whole(pattern));
    }

    Expression without(Expression one, Expression other) {
        return meaning.table().without(one, other);
    }
}
