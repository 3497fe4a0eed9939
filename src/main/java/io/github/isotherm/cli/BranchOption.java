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

    @Option(
            names = "--branch-ids",
            split = ",",
            paramLabel = "ID",
            description = {
                "The same by token ids, separated by commas, as the playground's command has it:",
                "a text can be read as other tokens than those that were drawn. Each at least 0 (default: none)."
            })
    private List<Integer> forcedIds = new ArrayList<>();

    /** The prompt's ids and then those of each forced text, or the forced ones. */
    int[] ids(LocalModel opened, String prompt) {
        if (!forced.isEmpty() && !forcedIds.isEmpty()) {
            throw new InvalidValueException("--branch and --branch-ids are both given but say the same thing in two"
                    + " ways; leave one of them out.");
        }
        int[] ids = IntStream.concat(
                        IntStream.of(opened.encodePrompt(prompt)),
                        forcedIds.stream().mapToInt(id -> id))
                .toArray();
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
        if (isForced() && prompt.isInside()) {
            throw new InvalidValueException((forced.isEmpty() ? "--branch-ids" : "--branch")
                    + " continues a prompt at its end, but this one has a blank ___ inside;"
                    + " leave one of them out.");
        }
    }

    /** How many of those ids are the forced texts'. */
    int branched(LocalModel opened, String prompt, int[] ids) {
        return !isForced() ? 0 : ids.length - opened.encodePrompt(prompt).length;
    }

    String text(LocalModel opened, String prompt) {
        int[] ids = forcedIds.stream().mapToInt(id -> id).toArray();
        return prompt + String.join("", forced) + (ids.length == 0 ? "" : opened.decodeWithSpecial(ids));
    }

    private boolean isForced() {
        return !forced.isEmpty() || !forcedIds.isEmpty();
    }
}
