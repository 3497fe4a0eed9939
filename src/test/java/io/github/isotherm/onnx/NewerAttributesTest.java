package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewerAttributesTest {
    private static final Path NEWER = Path.of("src/test/resources/fixtures/newer");
    private static final String CONVOLUTION = "com.microsoft.CausalConvWithState";
    private static final OnnxOptions OPTIONS =
            OnnxOptionsOf.engine(EngineOptions.defaults().withThreads(1));

    @TempDir
    Path folder;

    /** ONNX Runtime's default of each, by its pull requests 29904 and 31157, and 1 for a cache that may be as small as a window. */
    @Test
    void theTableHasWhatChangesNothing() {
        assertThat(values("com.microsoft.GroupQueryAttention", "sliding_window_cache"))
                .containsExactlyInAnyOrder(0L, 1L);
        assertThat(values(CONVOLUTION, "state_window")).containsExactly(0L);
        assertThat(values("com.microsoft.LinearAttention", "state_window")).containsExactly(0L);
        assertThat(NewerAttributes.TABLE).hasSize(3).allMatch(row -> !row.why().isEmpty());
        assertThat(NewerAttributes.row(CONVOLUTION, "sliding_window_cache")).isNull();
        assertThat(NewerAttributes.row("CausalConvWithState", "state_window")).isNull();
    }

    private static Set<Long> values(String operator, String attribute) {
        NewerAttributes.Row row = NewerAttributes.row(operator, attribute);
        assertThat(row).isNotNull();
        return row.droppable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma3", "lfm2", "lfm2-nested"})
    void branchesAndFunctionsAreRewrittenToo(String name) throws IOException {
        GraphProto graph =
                GraphEdit.of(NEWER.resolve(name).resolve("model.onnx")).graph();
        assertThat(withAttributes(graph)).isEqualTo(name.equals("gemma3") ? 4 : name.equals("lfm2") ? 2 : 3);
        GraphProto rest = graph;
        for (NewerAttributes.Row row : NewerAttributes.TABLE) {
            rest = NewerAttributes.without(rest, row);
        }
        assertThat(withAttributes(rest)).isZero();
        assertThat(EveryNode.of(rest)).hasSameSizeAs(EveryNode.of(graph));
    }

    private static long withAttributes(GraphProto graph) {
        return EveryNode.of(graph).stream()
                .filter(node -> NewerAttributes.TABLE.stream()
                        .anyMatch(row -> WrittenAttribute.of(node, row.attribute()) != null))
                .count();
    }

    private void open(Path file) {
        LoadedGraph.open(
                        Runtimes.environment(CacheFolder.locate()),
                        file,
                        ModelHints.NONE,
                        OPTIONS,
                        CacheFolder.locate(),
                        true)
                .close();
    }

    private void isRefused(GraphEdit edited, String sentence) throws IOException {
        Path file = folder.resolve("model.onnx");
        edited.write(file);
        String version = Runtimes.environment(CacheFolder.locate()).getVersion();
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(ModelException.class)
                .hasMessage(sentence.replace("FILE", file.toString()).replace("VERSION", version));
    }

    private static GraphEdit lfm2(String kind) throws IOException {
        return GraphEdit.of(NEWER.resolve(kind).resolve("model.onnx"));
    }

    @Test
    void aValueThatChangesTheResultStays() throws IOException {
        isRefused(
                lfm2("lfm2").number(CONVOLUTION, "state_window", 4),
                "ONNX Runtime VERSION does not know the attribute state_window = 4 of com.microsoft.CausalConvWithState, which"
                        + " FILE has in node /conv.0/CausalConvWithState (only 0 can be left out); put a newer"
                        + " com.microsoft.onnxruntime:onnxruntime on the class path, or export the model for this version.");
        isRefused(
                GraphEdit.of(NEWER.resolveSibling("families/gemma3/model.onnx"))
                        .number(GraphScan.APPENDING, "sliding_window_cache", 2),
                "ONNX Runtime VERSION does not know the attribute sliding_window_cache = 2 of"
                        + " com.microsoft.GroupQueryAttention, which FILE has in node"
                        + " /model/layers.0/attn/GroupQueryAttention (only 0 and 1 can be left out); put a newer"
                        + " com.microsoft.onnxruntime:onnxruntime on the class path, or export the model for this version.");
    }

    @Test
    void aValueThatTheCallerOfAFunctionGivesStays() throws IOException {
        ProtoWriter given =
                new ProtoWriter().text(1, "state_window").number(20, 2).text(21, "window");
        GraphProto graph = lfm2("lfm2-nested")
                .attribute(CONVOLUTION, "state_window", given)
                .graph();
        NewerAttributes.Row row = NewerAttributes.row(CONVOLUTION, "state_window");
        assertThat(row).isNotNull();
        assertThat(NewerAttributes.hindrance(graph, row)).isNotNull();
    }

    @Test
    void zeroMayBeLeftOutOfTheBytes() throws IOException {
        ProtoWriter zero = new ProtoWriter().text(1, "state_window").number(20, 2);
        Path file = folder.resolve("model.onnx");
        lfm2("lfm2").attribute(CONVOLUTION, "state_window", zero).write(file);
        open(file);
        assertThat(WrittenAttribute.read(zero.bytes()))
                .isEqualTo(new WrittenAttribute("state_window", OptionalLong.of(0)));
    }

    @Test
    void anotherKindOfValueStays() throws IOException {
        ProtoWriter text =
                new ProtoWriter().text(1, "state_window").text(4, "0").number(20, 3);
        isRefused(
                lfm2("lfm2").attribute(CONVOLUTION, "state_window", text),
                "ONNX Runtime VERSION does not know the attribute state_window of com.microsoft.CausalConvWithState, which FILE"
                        + " has in node /conv.0/CausalConvWithState (only 0 can be left out); put a newer"
                        + " com.microsoft.onnxruntime:onnxruntime on the class path, or export the model for this version.");
    }

    @ParameterizedTest
    @CsvSource({
        "lfm2,        com.microsoft.CausalConvWithState, /conv.0/CausalConvWithState",
        "lfm2-nested, com.microsoft.CausalConvWithState, inside_else",
        "lfm2,        Sigmoid,                           /sigmoid.0/Sigmoid"
    })
    void anUnknownAttributeIsNamed(String kind, String operator, String node) throws IOException {
        isRefused(
                lfm2(kind).number(operator, "flavour", 3),
                "ONNX Runtime VERSION does not know the attribute flavour = 3 of " + operator
                        + ", which FILE has in node "
                        + node
                        + "; put a newer com.microsoft.onnxruntime:onnxruntime on the class path, or export the model"
                        + " for this version.");
    }

    @Test
    void anUnknownOperatorIsNamed() throws IOException {
        String wayOut =
                "; put a newer com.microsoft.onnxruntime:onnxruntime on the class path, or, if there is no such operator,"
                        + " put a whole copy of the file in its place.";
        isRefused(
                lfm2("lfm2").operator(CONVOLUTION, "com.microsoft", "Cjuwal"),
                "ONNX Runtime VERSION does not know the operator com.microsoft.Cjuwal (domain com.microsoft), which FILE has in"
                        + " node /conv.0/CausalConvWithState" + wayOut);
        isRefused(
                lfm2("lfm2").operator("Sigmoid", "", "Sigmund"),
                "ONNX Runtime VERSION does not know the operator Sigmund (domain ai.onnx 21), which FILE has in node"
                        + " /sigmoid.0/Sigmoid" + wayOut);
    }

    @Test
    void anotherLibrarysOperatorIsNoMatterOfAge() throws IOException {
        GraphEdit edited = lfm2("lfm2").operator("Sigmoid", "my.lib", "Swish");
        isRefused(
                edited.opset("my.lib", 1),
                "FILE has the operator my.lib.Swish (domain my.lib) of another library in node /sigmoid.0/Sigmoid, and isotherm"
                        + " loads no such libraries; export the model without it.");
        isRefused(
                edited,
                "FILE has operators of the domain 'my.lib' and does not say of which version; export the model again.");
    }

    @Test
    void newerVersionsOfTheFormatAreNamed() throws IOException {
        isRefused(
                lfm2("lfm2").opset("", 99),
                "FILE uses opset 99 of ai.onnx, but ONNX Runtime VERSION knows it up to 26; put a newer"
                        + " com.microsoft.onnxruntime:onnxruntime on the class path, or export the model with opset 26.");
        isRefused(
                lfm2("lfm2").irVersion(99),
                "FILE is written in ONNX's IR version 99, but ONNX Runtime VERSION reads it up to 13; put a newer"
                        + " com.microsoft.onnxruntime:onnxruntime on the class path, or export the model with an older onnx.");
    }

    /** How often a file is loaded. */
    private static final class Counted implements SecondLoad.Load {
        private final List<Integer> rowsLeftOut = new ArrayList<>();

        @Override
        public LoadedGraph open(GraphLoading loading) throws OrtException {
            rowsLeftOut.add(loading.leftOut().size());
            return loading.open();
        }
    }

    private static List<Integer> loads(Path file) throws OrtException {
        Counted counted = new Counted();
        GraphLoading first =
                new GraphLoading(Runtimes.environment(CacheFolder.locate()), file, ModelHints.NONE, OPTIONS, true);
        SecondLoad.of(first, counted).close();
        return counted.rowsLeftOut;
    }

    @Test
    void aGraphIsLoadedAgainOnlyWhereItWasRefused() throws IOException, OrtException {
        assertThat(loads(Models.TINY.resolve("model.onnx"))).containsExactly(0);
        assertThat(loads(NEWER.resolve("lfm2").resolve("model.onnx"))).containsExactly(0, 1);
        Path both = folder.resolve("model.onnx");
        lfm2("lfm2").number(GraphScan.APPENDING, "sliding_window_cache", 1).write(both);
        assertThat(loads(both)).containsExactly(0, 1, 2);
    }

    @Test
    void aGraphThatStaysRefusedIsNotLoadedAgain() throws IOException {
        isLoadedOnce(GraphEdit.of(NEWER.resolveSibling("families/llama-float/model.onnx"))
                .operator("MatMul", "", "MatMule"));
        isLoadedOnce(lfm2("lfm2").number(CONVOLUTION, "state_window", 4));
    }

    private void isLoadedOnce(GraphEdit edited) throws IOException {
        Path file = folder.resolve("model.onnx");
        edited.write(file);
        Counted counted = new Counted();
        GraphLoading first =
                new GraphLoading(Runtimes.environment(CacheFolder.locate()), file, ModelHints.NONE, OPTIONS, true);
        assertThatThrownBy(() -> SecondLoad.of(first, counted)).isInstanceOf(OrtException.class);
        assertThat(counted.rowsLeftOut).containsExactly(0);
    }
}
