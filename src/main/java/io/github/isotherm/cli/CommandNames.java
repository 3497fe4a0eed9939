package io.github.isotherm.cli;

import io.github.isotherm.error.NearName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The command that a mistyped name was meant to be. */
final class CommandNames {
    private CommandNames() {}

    /**
     * The nearest of some names.
     *
     * @param names all of them
     * @param typed one word
     * @return a name as {@link NearName} finds it; empty where there is none, or what was typed is no single word of letters
     */
    static Optional<String> near(List<String> names, String typed) {
        String word = typed.toLowerCase(Locale.ROOT);
        return word.chars().anyMatch(c -> c < 'a' || c > 'z') ? Optional.empty() : NearName.of(names, typed);
    }
}
