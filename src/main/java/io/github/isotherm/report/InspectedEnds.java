package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.ModelInspection;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.EndToken;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.hub.VocabularyData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which tokens a prompt begins with and which end a completion, and where that was read. */
final class InspectedEnds {
    private InspectedEnds() {}

    static void add(ObjectNode root, ModelInspection inspection) {
        ModelFolder folder = inspection.folder();
        List<String> tokens = tokens(folder);
        inspection.frame().ifPresent(frame -> {
            root.set("prompt_begins", JsonNodes.ints(frame.before()));
            root.set("prompt_ends", JsonNodes.ints(frame.after()));
        });
        ArrayNode ends = root.putArray("ends");
        for (EndToken end : folder.ends()) {
            ObjectNode one = ends.addObject().put("id", end.id()).put("text", name(end.id(), tokens));
            ArrayNode files = one.putArray("files");
            end.files().forEach(file -> files.add(name(file)));
        }
    }

    /** What a prompt gets, in a sentence that goes on; empty where no tokenizer says. */
    static String frame(ModelInspection inspection) {
        List<String> tokens = tokens(inspection.folder());
        return inspection
                .frame()
                .map(frame -> ", a prompt begins with " + names(frame.before(), tokens)
                        + (frame.after().isEmpty() ? "" : " and ends with " + names(frame.after(), tokens)))
                .orElse("");
    }

    private static String names(List<Integer> ids, List<String> tokens) {
        return ids.isEmpty()
                ? "no special token"
                : ids.stream().map(id -> id + named(name(id, tokens))).collect(Collectors.joining(", "));
    }

    /** In a sentence. */
    static String text(ModelFolder folder) {
        List<String> tokens = tokens(folder);
        List<String> ends = folder.ends().stream()
                .map(end -> end.id() + named(name(end.id(), tokens)) + " ("
                        + String.join(
                                ", ",
                                end.files().stream().map(InspectedEnds::name).toList()) + ")")
                .toList();
        return ends.isEmpty() ? "nothing known: name ends with --stop-ids or --stop" : String.join(" and ", ends);
    }

    private static String named(String text) {
        return text.isEmpty() ? "" : " " + QuotedText.of(text);
    }

    private static String name(int id, List<String> tokens) {
        return id < tokens.size() ? tokens.get(id) : "";
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** A tokenizer that cannot be read names none. */
    private static List<String> tokens(ModelFolder folder) {
        try {
            Optional<VocabularyData> vocabulary = folder.vocabulary();
            return vocabulary.isEmpty() ? List.of() : vocabulary.get().tokens();
        } catch (ModelException e) {
            return List.of();
        }
    }
}
