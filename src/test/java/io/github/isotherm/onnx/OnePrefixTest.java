package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static io.github.isotherm.onnx.Models.feed;
import static io.github.isotherm.onnx.Models.randomIds;
import static io.github.isotherm.onnx.Models.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import io.github.isotherm.hub.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs whose attention is rewritten: the same bits however and in whatever company a text is fed. */
class OnePrefixTest {
    private static final Path FAMILIES = Path.of("src", "test", "resources", "fixtures", "families");
    private static final int[] LENGTHS = {1, 2, 3, 40, 127, 128, 129, 200, 257, 300};

    private static Path folder(String name) {
        return name.equals("tiny") ? Models.TINY : FAMILIES.resolve(name);
    }

    private static OnnxModel open(String name, int rows) {
        return Models.open(folder(name), EngineOptions.defaults().withRows(rows));
    }

    /** As exported but for its attention. */
    private static OnnxModel openFast(String name, int rows) {
        return Models.open(folder(name), fast().withRows(rows));
    }

    private static EngineOptions fast() {
        return EngineOptions.defaults().withActivations(Activations.FAST);
    }

    private static List<Splits.Text> texts(OnnxModel model, int copies) {
        List<Splits.Text> texts = new ArrayList<>();
        for (int length : LENGTHS) {
            Splits.Text text = Splits.Text.of(model, randomIds(length, model.vocabularySize(), length));
            texts.addAll(Collections.nCopies(copies, text));
        }
        Collections.shuffle(texts, new Random(copies));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny",
                "gemma2",
                "gemma3",
                "llama",
                "llama-blocks-64",
                "llama-float",
                "llama-level-0",
                "llama-level-1",
                "llama-packed",
                "llama-rotated",
                "phi",
                "qwen2",
                "qwen3",
                "smollm3"
            })
    void aSplitInAnyCompanyIsTheWhole(String name) {
        checkSplits(open(name, 4));
        checkSplits(openFast(name, 4));
    }

    private static void checkSplits(OnnxModel opened) {
        try (OnnxModel model = opened) {
            assertThat(model.isExact()).isTrue();
            assertThat(model.rowsAtOnce()).isEqualTo(4);
            assertThat(model.describe().running())
                    .startsWith("sequences of any length share a run, 4 at once")
                    .endsWith("; one prefix gives one distribution");
            List<Splits.Text> texts = texts(model, 3);
            new Splits(model, 1).check(texts, 7);
            new Splits(model, 2).check(texts.subList(0, 10), 1);
        }
    }

    /** Where no kernel of the graph on disk meets a lone row. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny", "gemma3", "llama", "llama-float", "phi", "qwen3"})
    void theWholeIsWhatTheGraphOnDiskGives(String name) {
        try (OnnxModel model = openFast(name, 3);
                OnnxModel asIs = Models.open(
                        folder(name), EngineOptions.defaults().withAsIs(true).withRows(3))) {
            assertThat(asIs.isExact()).isFalse();
            assertThat(asIs.rowsAtOnce()).isEqualTo(1);
            assertThat(asIs.describe().running()).startsWith("as it lies on disk");
            for (int length : new int[] {2, 3, 40, 128, 130, 300}) {
                int[] ids = randomIds(length, model.vocabularySize(), length);
                try (Sequence ours = model.open();
                        Sequence theirs = asIs.open()) {
                    Logits logits = run(model, ours, ids, length);
                    Logits expected = run(asIs, theirs, ids, length);
                    for (int i = 0; i < length; i++) {
                        assertThat(at(model, logits, 0, i)).isEqualTo(at(asIs, expected, 0, i));
                    }
                    assertThat(Splits.checksum(model, ours)).isEqualTo(Splits.checksum(asIs, theirs));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "llama", "gemma3", "llama-rotated"})
    void theEndOfTheContextIsLikeAnyOtherPlace(String name) {
        try (OnnxModel model = open(name, 2);
                Sequence sequence = model.open();
                Sequence other = model.open()) {
            int context = model.contextLength();
            int[] ids = randomIds(context, model.vocabularySize(), 5);
            Logits logits = run(model, sequence, ids, 3);
            float[][] expected = {at(model, logits, 0, 0), at(model, logits, 0, 1), at(model, logits, 0, 2)};
            sequence.rewind(context - 3);
            for (int i = 0; i < 3; i++) {
                assertThat(feed(model, sequence, ids[context - 3 + i])).isEqualTo(expected[i]);
            }
            sequence.rewind(context - 16);
            assertThat(feed(model, sequence, Arrays.copyOfRange(ids, context - 16, context)))
                    .isEqualTo(expected[2]);
            sequence.rewind(context - 1);
            logits = model.run(List.of(
                    new Feed(other, new int[] {1, 2, 3}, 1), new Feed(sequence, new int[] {ids[context - 1]}, 1)));
            assertThat(at(model, logits, 1, 0)).isEqualTo(expected[2]);
        }
    }

    /** Tables of exactly the context's length say nothing of the position behind it. */
    @Test
    void aContextAsLongAsTheTablesIsUsedToItsEnd() {
        try (OnnxModel model = open("tiny", 1);
                OnnxModel asIs =
                        Models.open(Models.TINY, EngineOptions.defaults().withAsIs(true));
                Sequence ours = model.open();
                Sequence theirs = asIs.open()) {
            int[] ids = randomIds(640, 64, 8);
            float[] expected = feed(asIs, theirs, ids);
            assertThat(feed(model, ours, ids)).isEqualTo(expected);
            ours.rewind(639);
            assertThat(feed(model, ours, ids[639])).isEqualTo(expected);
        }
    }

    @Test
    void wideningInMidStreamChangesNothing() {
        try (OnnxModel model = open("llama", 1);
                Sequence one = model.open();
                Sequence two = model.open()) {
            int[] ids = randomIds(50, model.vocabularySize(), 1);
            float[] expected = feed(model, two, ids);
            two.rewind(0);
            feed(model, one, Arrays.copyOf(ids, 20));
            model.widen(5);
            assertThat(model.rowsAtOnce()).isEqualTo(5);
            model.widen(2);
            assertThat(model.rowsAtOnce()).isEqualTo(5);
            Logits logits =
                    model.run(List.of(new Feed(one, Arrays.copyOfRange(ids, 20, 50), 1), new Feed(two, ids, 1)));
            assertThat(at(model, logits, 0, 0)).isEqualTo(expected);
            assertThat(at(model, logits, 1, 0)).isEqualTo(expected);
            model.widen(99);
            assertThat(model.rowsAtOnce()).isEqualTo(16);
            one.rewind(49);
            assertThat(feed(model, one, ids[49])).isEqualTo(expected);
        }
    }

    @Test
    void nobodyNeedsToWantLogits() {
        try (OnnxModel model = open("llama", 3);
                Sequence one = model.open();
                Sequence two = model.open()) {
            model.run(List.of(new Feed(one, new int[] {1, 2}, 0), new Feed(two, new int[] {1}, 0)));
            assertThat(one.length()).isEqualTo(2);
            assertThat(feed(model, one, 3)).isEqualTo(feed(model, two, 2, 3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-dynamic", "gptoss"})
    void whatDependsOnCompanyAnywayRunsAlone(String name) {
        try (OnnxModel model = open(name, 4);
                Sequence sequence = model.open()) {
            assertThat(model.isExact()).isFalse();
            assertThat(model.rowsAtOnce()).isEqualTo(1);
            assertThat(model.describe().running()).startsWith("one sequence at a time; how a text is fed");
            model.widen(4);
            assertThat(model.rowsAtOnce()).isEqualTo(1);
            assertThat(feed(model, sequence, 1, 2, 3)).doesNotContain(Float.NaN);
        }
    }

    /** The copy that is kept is of the rewritten graph, one for each width. */
    @Test
    void aCopyOfTheRewrittenGraphGivesTheSame(@TempDir Path cache) {
        ModelFolder files = ModelFolder.open(folder("qwen3"));
        int[] ids = randomIds(30, 256, 3);
        try (OnnxModel plain = openFast("qwen3", 2);
                Sequence expected = plain.open()) {
            float[] logits = feed(plain, expected, ids);
            for (int round = 0; round < 2; round++) {
                for (EngineOptions options : new EngineOptions[] {
                    fast().withRows(2), EngineOptions.defaults().withAsIs(true)
                }) {
                    try (OnnxModel model = OnnxModel.open(
                                    files.modelFile(),
                                    Models.hints(files),
                                    OnnxOptionsOf.engine(options.withCacheGraph(true)),
                                    cache);
                            Sequence sequence = model.open()) {
                        assertThat(model.notes())
                                .singleElement()
                                .asString()
                                .startsWith(round == 0 ? "Wrote" : "Loaded");
                        assertThat(model.rowsAtOnce()).isEqualTo(options.rows());
                        assertThat(feed(model, sequence, ids)).isEqualTo(logits);
                    }
                }
            }
        }
    }
}
