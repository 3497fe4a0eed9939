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
 * Short English texts of six kinds with their labels, written for this project: decisions/texts.jsonl. Wordings of labels were
 * chosen on the development half, every second text of a label from its first.
 */
final class LabelledTexts {
    private static final Path FILE = Path.of("src", "test", "resources", "decisions", "texts.jsonl");

    private LabelledTexts() {}

    record Labelled(String task, String label, String text) {}

    /** All of a task, in an order in which labels take turns. */
    static List<Labelled> of(String task) {
        try {
            ObjectMapper json = new ObjectMapper();
            List<Labelled> texts = new ArrayList<>();
            for (String line : Files.readAllLines(FILE)) {
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

    /** The half on which nothing was chosen: of every label the second text, the fourth … */
    static List<Labelled> heldOut(String task) {
        Map<String, Integer> seen = new HashMap<>();
        return of(task).stream()
                .filter(text -> seen.merge(text.label(), 1, Integer::sum) % 2 == 0)
                .toList();
    }
}
