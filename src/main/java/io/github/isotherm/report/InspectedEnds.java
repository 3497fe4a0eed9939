package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.EndToken;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.hub.VocabularyData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which tokens end a completion, and where that was read. */
final class InspectedEnds {
    private InspectedEnds() {}

    static void add(ObjectNode root, ModelFolder folder) {
        List<String> tokens = tokens(folder);
        ArrayNode ends = root.putArray("ends");
        for (EndToken end : folder.ends()) {
            ObjectNode one = ends.addObject().put("id", end.id()).put("text", name(end.id(), tokens));
            ArrayNode files = one.putArray("files");
            end.files().forEach(file -> files.add(name(file)));
        }
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
