package io.github.isotherm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The code blocks of a document.
 *
 * @param document its name
 * @param text all of it
 */
record Snippets(String document, String text) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    static Snippets of(String document) throws IOException {
        return new Snippets(document, Files.readString(Path.of(document)).replace("\r\n", "\n"));
    }

    /** The first block of a language that says something. */
    String first(String language, String saying) {
        return BLOCK.matcher(text)
                .results()
                .filter(block ->
                        block.group(1).equals(language) && block.group(2).contains(saying))
                .findFirst()
                .orElseThrow(() -> new AssertionError(document + " has no " + language + " that says " + saying))
                .group(2);
    }

    /** What a pattern's groups catch, joined by colons, as often as it is found. */
    static List<String> caught(Pattern pattern, String block) {
        return pattern.matcher(block).results().map(Snippets::joined).toList();
    }

    private static String joined(MatchResult found) {
        StringBuilder text = new StringBuilder();
        for (int group = 1; group <= found.groupCount(); group++) {
            if (found.group(group) != null) {
                text.append(group == 1 ? "" : ":").append(found.group(group));
            }
        }
        return text.toString();
    }
}
