package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.randomIds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OnnxJavaType;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldedHeadsTest {
    private static final Path FAMILIES = Path.of("src", "test", "resources", "fixtures", "families");

    private static FoldedHeads heads(int queries, int keys, boolean packed) {
        return new FoldedHeads(queries, keys, 64, packed, true, OnnxJavaType.FLOAT);
    }

    private static OnnxModel open(String name, int rows) {
        return Models.open(FAMILIES.resolve(name), EngineOptions.defaults().withRows(rows));
    }

    /** Of the attributes of each family's attentions. */
    @ParameterizedTest
    @CsvSource({"llama, 2, false", "llama-packed, 2, true", "qwen2, 2, true", "smollm3, 2, false"})
    void headsThatShareKeysAreFolded(String name, int group, boolean packed) {
        try (OnnxModel model = open(name, 3)) {
            SlotLayout layout = folded(model);
            FoldedHeads folded = Objects.requireNonNull(layout.folded());
            assertThat(folded.group()).isEqualTo(group);
            assertThat(folded.packed()).isEqualTo(packed);
            assertThat(layout.prompts()).isEqualTo(2);
            assertThat(layout.slots()).isEqualTo(5);
        }
    }

    /** Where this is not folded, on this kind of processor, there is nothing to see. */
    private static SlotLayout folded(OnnxModel model) {
        SlotLayout layout = Objects.requireNonNull(model.layout());
        assumeThat(layout.folded() != null || System.getProperty("os.arch").equals("amd64"))
                .isTrue();
        assertThat(layout.folded()).isNotNull();
        return layout;
    }

    /** Windows would be counted in rows, and a soft cap be put on hidden keys. */
    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3"})
    void attentionWithWindowsIsNot(String name) {
        try (OnnxModel model = open(name, 3)) {
            SlotLayout layout = Objects.requireNonNull(model.layout());
            assertThat(layout.folded()).isNull();
            assertThat(layout.slots()).isEqualTo(3);
            assertThat(layout.beyond()).isEqualTo(1);
        }
    }

    /** Query head h shares key h / g, as attention in groups is defined (Ainslie et al. 2023, GQA). */
    @Test
    void everyHeadOfQueriesMeetsTheKeyOfItsGroup() {
        for (int[] shape : new int[][] {{9, 3}, {4, 2}, {32, 8}, {14, 2}, {8, 1}}) {
            FoldedHeads folded = heads(shape[0], shape[1], true);
            List<Integer> met = new ArrayList<>();
            for (int row = 0; row < folded.group(); row++) {
                for (int key = 0; key < shape[1]; key++) {
                    int query = folded.head(row, key);
                    assertThat(query / folded.group()).isEqualTo(key);
                    met.add(query);
                    assertThat(folded.head(row, shape[1] + key)).isEqualTo(shape[0] + key);
                    assertThat(folded.head(row, 2 * shape[1] + key)).isEqualTo(shape[0] + shape[1] + key);
                }
            }
            assertThat(met).doesNotHaveDuplicates().hasSize(shape[0]);
        }
    }

    /** The operator counts positions itself without a past, and computes one row more than a multiple of 128 otherwise. */
    @Test
    void takesAFewTokensBehindAPastWhoseRowsAreNoneAlone() {
        FoldedHeads three = heads(9, 3, true);
        assertThat(three.takes(0, 1)).isFalse();
        assertThat(three.takes(1, 1)).isTrue();
        assertThat(three.takes(8000, 16)).isTrue();
        assertThat(three.takes(8000, 17)).isFalse();
        assertThat(heads(43, 1, true).takes(10, 3)).isFalse();
        assertThat(heads(43, 1, true).takes(10, 4)).isTrue();
        assertThat(three.beyond()).isEqualTo(32);
    }

    @Test
    void whatHidesKeysTakesNoMoreThanSixteenMegabytes() {
        assertThat(heads(64, 8, true).takes(32_000, 16)).isTrue();
        assertThat(heads(64, 8, true).takes(33_000, 16)).isFalse();
        assertThat(heads(64, 8, true).takes(500_000, 1)).isTrue();
    }

    @Test
    void aLongPartTakesASlotForPromptsAndOnlyWhileThereIsOne() {
        try (OnnxModel model = open("llama", 3)) {
            FreeSlots free = folded(model).free();
            assertThat(free.take(0, 1)).isEqualTo(3);
            assertThat(free.take(5, 1)).isEqualTo(0);
            assertThat(free.take(5, 40)).isEqualTo(4);
            assertThat(free.take(5, 40)).isEqualTo(FreeSlots.NONE);
            assertThat(free.take(5, 16)).isEqualTo(1);
            assertThat(free.take(7, 2)).isEqualTo(2);
            assertThat(free.take(7, 2)).isEqualTo(FreeSlots.NONE);
        }
    }

    /** They wait for each other's slots, and get what they would have got alone. */
    @Test
    void morePromptsThanSlotsForThemAreReadInOneRunOfTheModel() {
        int[][] ids = new int[5][];
        try (OnnxModel model = open("llama-packed", 5)) {
            List<Feed> feeds = new ArrayList<>();
            List<float[]> expected = new ArrayList<>();
            for (int i = 0; i < ids.length; i++) {
                ids[i] = randomIds(20 + i, model.vocabularySize(), i);
                try (Sequence alone = model.open()) {
                    expected.add(feed(model, alone, ids[i]));
                }
                feeds.add(new Feed(model.open(), ids[i], 1));
            }
            var logits = model.run(feeds);
            for (int i = 0; i < ids.length; i++) {
                assertThat(Models.at(model, logits, i, 0)).isEqualTo(expected.get(i));
                feeds.get(i).sequence().close();
            }
        }
    }

    /** Behind its bias, so that what was hidden from one step is seen by none after it, nor the other way. */
    @Test
    void feedsOfChangingLengthSeeWhatTheyShould() {
        try (OnnxModel model = open("llama-packed", 1);
                Sequence sequence = model.open();
                Sequence alone = model.open()) {
            int[] ids = randomIds(120, model.vocabularySize(), 9);
            int from = 0;
            for (int count : new int[] {30, 16, 1, 7, 1, 1, 12, 2, 17, 1, 16, 3, 1}) {
                float[] logits = feed(model, sequence, Arrays.copyOfRange(ids, from, from + count));
                from += count;
                alone.rewind(0);
                assertThat(logits).isEqualTo(feed(model, alone, Arrays.copyOf(ids, from)));
            }
        }
    }
}
