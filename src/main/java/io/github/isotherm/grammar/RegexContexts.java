package io.github.isotherm.grammar;

import io.github.isotherm.grammar.RegexNode.Ahead;
import io.github.isotherm.grammar.RegexNode.Alternatives;
import io.github.isotherm.grammar.RegexNode.Behind;
import io.github.isotherm.grammar.RegexNode.Place;
import io.github.isotherm.grammar.RegexNode.Repeated;
import io.github.isotherm.grammar.RegexNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a pattern tells apart of the text before a place: whether there is any, and in which sets the last character is. Numbered:
 * 0 is the beginning, and 1 and a bit for each set are the places behind a character.
 */
final class RegexContexts {
    static final int START = 0;

    /** Sets of characters that a pattern looks behind for. */
    static final int MOST_SETS = 4;

    private final List<CodePoints> sets;

    /** By context. */
    private final List<CodePoints> last = new ArrayList<>();

    private RegexContexts(Set<CodePoints> sets) {
        if (sets.size() > MOST_SETS) {
            throw new GrammarException(
                    "The pattern looks behind for more than " + MOST_SETS
                            + " different sets of characters (\\b is one); look for fewer.",
                    "(?<=",
                    "");
        }
        this.sets = List.copyOf(sets);
        last.add(CodePoints.NONE);
        for (int which = 0; which < 1 << this.sets.size(); which++) {
            last.add(lastOf(which));
        }
    }

    static RegexContexts of(RegexNode pattern) {
        Set<CodePoints> sets = new LinkedHashSet<>();
        collect(pattern, sets);
        return new RegexContexts(sets);
    }

    private static void collect(RegexNode node, Set<CodePoints> sets) {
        if (!node.asserts()) {
            return;
        }
        if (node instanceof Sequence sequence) {
            sequence.parts().forEach(part -> collect(part, sets));
        } else if (node instanceof Alternatives either) {
            either.parts().forEach(part -> collect(part, sets));
        } else if (node instanceof Repeated repeated) {
            collect(repeated.part(), sets);
        } else if (node instanceof Ahead ahead) {
            collect(ahead.what(), sets);
        } else if (node instanceof Behind behind) {
            sets.add(behind.what());
        } else if (node == Place.WORD_BOUNDARY || node == Place.NO_WORD_BOUNDARY) {
            sets.add(CharacterClasses.WORD);
        }
    }

    private CodePoints lastOf(int which) {
        CodePoints all = CodePoints.ALL;
        for (int i = 0; i < sets.size(); i++) {
            all = all.and((which >>> i & 1) != 0 ? sets.get(i) : sets.get(i).not());
        }
        return all;
    }

    int count() {
        return last.size();
    }

    int indexOf(CodePoints set) {
        return sets.indexOf(set);
    }

    boolean isBehind(int context, int set) {
        return context != START && ((context - 1) >>> set & 1) != 0;
    }

    /** Which characters lead there. */
    CodePoints last(int context) {
        return last.get(context);
    }

    /** Whether what follows is the same behind whichever character. */
    boolean isSameBehindAny(Expression[] after) {
        for (int context = 2; context < after.length; context++) {
            if (after[context] != after[1] && !last.get(context).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
