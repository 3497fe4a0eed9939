package io.github.isotherm.grammar.schema;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the members of an object are written where each stands by itself: {@code beforeName NAME behindName VALUE behindValue
 * between …}. All but the last two are markup.
 *
 * @param beforeName before a name
 * @param behindName between a name and its value
 * @param behindValue behind a value
 * @param between between two members
 * @param unsafe characters that names do not hold
 * @param values how values are written
 * @param bare how strings stand without quotes; null where they have those of the values
 */
public record Fields(
        String beforeName,
        String behindName,
        String behindValue,
        String between,
        String unsafe,
        Notation values,
        @Nullable Bare bare) {
    /**
     * Strings without quotes, among other values in the notation.
     *
     * @param end a text that they do not hold, as it ends them
     * @param keepsLineBreaks whether a line break at their beginning or end is read as part of them
     * @param yes the word for true where it is no part of another value
     * @param no the word for false
     */
    public record Bare(String end, boolean keepsLineBreaks, String yes, String no) {}

    /** What a reader takes a value for that has no quotes. */
    @FunctionalInterface
    public interface Types {
        /** For members of which a reader knows nothing. */
        Set<String> UNKNOWN = Set.of();

        /**
         * The types of a member.
         *
         * @param name the member's, or null for one that is not declared
         * @return names of JSON schema's types, and {@code any} for all but strings and null; with {@code string} among them all
         *     texts are strings, except null where that is among them; none for texts that are of the type they look like
         */
        Set<String> of(@Nullable String name);
    }
}
