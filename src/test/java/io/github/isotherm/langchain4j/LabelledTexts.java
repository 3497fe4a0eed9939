package io.github.isotherm.langchain4j;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Short English texts with their labels, written for this project: of six kinds in decisions/texts.jsonl, requests to route in
 * decisions/routes.jsonl, reviews and messages with a level from 1 to 5 in decisions/scales.jsonl. Wordings were chosen on the
 * development half, every second text of a label from its first. Of the six kinds the other half is not unseen: six first
 * templates had been scored on both.
 */
final class LabelledTexts {
    private static final Path FOLDER = Path.of("src", "test", "resources", "decisions");

    private LabelledTexts() {}

    record Labelled(String task, String label, String text) {}

    /** All of a task of the six, in an order in which labels take turns. */
    static List<Labelled> of(String task) {
        return of("texts.jsonl", task);
    }

    static List<Labelled> of(String file, String task) {
        try {
            ObjectMapper json = new ObjectMapper();
            List<Labelled> texts = new ArrayList<>();
            for (String line : Files.readAllLines(FOLDER.resolve(file))) {
                Labelled text = json.readValue(line, Labelled.class);
                if (text.task().equals(task)) {
                    texts.add(text);
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The half on which wordings were not chosen: of every label the second text, the fourth … */
    static List<Labelled> heldOut(String task) {
        return heldOut("texts.jsonl", task);
    }

    static List<Labelled> heldOut(String file, String task) {
        Map<String, Integer> seen = new HashMap<>();
        return of(file, task).stream()
                .filter(text -> seen.merge(text.label(), 1, Integer::sum) % 2 == 0)
                .toList();
    }

    /** The half on which wordings were chosen. */
    static List<Labelled> development(String task) {
        return development("texts.jsonl", task);
    }

    static List<Labelled> development(String file, String task) {
        List<Labelled> texts = new ArrayList<>(of(file, task));
        texts.removeAll(heldOut(file, task));
        return texts;
    }
}
