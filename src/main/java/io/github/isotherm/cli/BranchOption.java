package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.next.BlankPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** Tokens that are forced after the prompt, as if the model had drawn them. */
final class BranchOption {
    @Option(
            names = "--branch",
            paramLabel = "TEXT",
            description = {
                "Continues after this token, as if the model had drawn it; may be given several times.",
                "Taken as it is, so with its space: --branch \" day\" (default: none)."
            })
    private List<String> forced = new ArrayList<>();

    /** The prompt's ids and then those of each forced text. */
    int[] ids(LocalModel opened, String prompt) {
        int[] ids = opened.encodePrompt(prompt);
        for (String text : forced) {
            if (text.isEmpty()) {
                throw new InvalidValueException(
                        "--branch is empty but must have at least one character; write a token's text, such as"
                                + " \" day\".");
            }
            ids = IntStream.concat(IntStream.of(ids), IntStream.of(opened.encodeAfter(ids, text)))
                    .toArray();
        }
        return ids;
    }

    /** Refuses a branch where text stands behind the blank. */
    void refuseBefore(BlankPrompt prompt) {
        if (!forced.isEmpty() && prompt.isInside()) {
            throw new InvalidValueException(
                    "--branch continues a prompt at its end, but this one has a blank ___ inside;"
                            + " leave one of them out.");
        }
    }

    /** How many of those ids are the forced texts'. */
    int branched(LocalModel opened, String prompt, int[] ids) {
        return forced.isEmpty() ? 0 : ids.length - opened.encodePrompt(prompt).length;
    }

    String text(String prompt) {
        return prompt + String.join("", forced);
    }
}
