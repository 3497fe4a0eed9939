package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run finds bound what the run before had: sequences come, go and change places, and each keeps its own bits. */
class ChangingCompanyTest {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");

    /** Who is fed how many tokens, slot by slot, in each run; who has a minus is closed before it. */
    private static final List<String> RUNS = List.of(
            "A5",
            "A1",
            "A1 B2",
            "A1 B1",
            "B1",
            "B1",
            "B2 C5",
            "B1 C1",
            "C1 B1",
            "B1 C1",
            "A2 B1 C1",
            "C1 A1 B1",
            "-A D1 B1 C1",
            "D5 C2",
            "C2 D5",
            "B40",
            "B1 D1",
            "D1 B1",
            "-D C1 B1",
            "E1 B1",
            "E1",
            "B1 F2 E1",
            "F2 E1 B1",
            "-B -E C5 F1",
            "G1 F1 C1",
            "-F G1",
            "C1",
            "-C G5",
            "-G");

    /**
     * A text and the logits after each of its tokens, where it was fed alone and at once.
     *
     * @param ids the text
     * @param logits {@code [ids][vocabulary]}
     */
    private record Text(int[] ids, float[][] logits) {
        static Text of(Path folder, int seed) {
            try (OnnxModel fresh = Models.open(folder, EngineOptions.defaults());
                    Sequence alone = fresh.open()) {
                int[] ids = randomIds(80, fresh.vocabularySize(), seed);
                Logits all = Models.run(fresh, alone, ids, ids.length);
                float[][] logits = new float[ids.length][];
                for (int i = 0; i < ids.length; i++) {
                    logits[i] = at(fresh, all, 0, i);
                }
                return new Text(ids, logits);
            }
        }
    }

    private record Row(Text text, Sequence sequence) {
        Feed feed(int count, int kept) {
            int from = sequence.length();
            return new Feed(sequence, Arrays.copyOfRange(text.ids, from, from + count), kept);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tiny-gqa, 3",
        "tiny-gqa, 2",
        "families/llama, 1",
        "families/llama, 3",
        "families/llama-float, 2",
        "families/gemma3, 3",
        "families/phi, 4",
        "families/qwen3, 2"
    })
    void everySequenceKeepsItsOwnBits(String name, int rows) {
        Path folder = FIXTURES.resolve(name);
        Map<Character, Text> texts = new HashMap<>();
        for (char letter = 'A'; letter <= 'G'; letter++) {
            texts.put(letter, Text.of(folder, letter));
        }
        try (OnnxModel model = Models.open(folder, EngineOptions.defaults().withRows(rows))) {
            Company company = new Company(model, texts);
            for (int round = 0; round < 3; round++) {
                RUNS.forEach(company::run);
            }
        }
    }

    private static final class Company {
        private final OnnxModel model;
        private final Map<Character, Text> texts;
        private final Map<Character, Row> open = new HashMap<>();
        private int runs;

        Company(OnnxModel model, Map<Character, Text> texts) {
            this.model = model;
            this.texts = texts;
        }

        void run(String run) {
            List<Row> fed = new ArrayList<>();
            List<Feed> feeds = new ArrayList<>();
            for (String word : run.split(" ")) {
                if (word.startsWith("-")) {
                    open.remove(word.charAt(1)).sequence.close();
                } else {
                    int count = Integer.parseInt(word.substring(1));
                    Row row = open.computeIfAbsent(word.charAt(0), one -> new Row(texts.get(one), model.open()));
                    feeds.add(row.feed(count, kept(count, feeds.size())));
                    fed.add(row);
                }
            }
            runs++;
            if (!feeds.isEmpty()) {
                check(run, feeds, fed);
            }
        }

        /** All of a run's logits, the last of each feed, or those and none of the first feed. */
        private int kept(int count, int index) {
            return switch (runs % 3) {
                case 0 -> count;
                case 1 -> 1;
                default -> Math.min(index, 1);
            };
        }

        private void check(String run, List<Feed> feeds, List<Row> fed) {
            Logits logits = model.run(feeds);
            for (int i = 0; i < feeds.size(); i++) {
                int kept = feeds.get(i).keepLast();
                int first = fed.get(i).sequence.length() - kept;
                for (int j = 0; j < kept; j++) {
                    assertThat(at(model, logits, i, j))
                            .as("position %d of feed %d of %s", first + j, i, run)
                            .isEqualTo(fed.get(i).text.logits[first + j]);
                }
            }
        }
    }
}
