package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.OnnxOptionsOf;
import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tensor may be in a file beside the graph wherever it stands in it, and in no other file. */
class ExternalPlacesTest {
    private static final Path SMALL = Path.of("src/test/resources/fixtures/layouts/optimum/model.onnx");

    private static final int NODE = 1;
    private static final int INITIALIZER = 5;
    private static final int SPARSE_INITIALIZER = 15;
    private static final int ATTRIBUTE = 5;
    private static final int FUNCTION_ATTRIBUTE = 11;
    private static final int TENSOR = 5;
    private static final int BRANCH = 6;
    private static final int TENSORS = 10;
    private static final int BRANCHES = 11;
    private static final int SPARSE = 22;
    private static final int SPARSES = 23;
    private static final int GRAPH = 7;
    private static final int TRAINING = 20;
    private static final int FUNCTION = 25;
    private static final int EXTERNAL_DATA = 13;

    @TempDir
    Path place;

    private Path folder;

    @BeforeEach
    void secret() throws IOException {
        folder = Files.createDirectory(place.resolve("model"));
        Files.write(place.resolve("secret"), new byte[4]);
    }

    /** Where ONNX has tensors. */
    private enum Place {
        WEIGHT {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                return graph(new ProtoWriter().message(INITIALIZER, tensor));
            }
        },
        SPARSE_WEIGHT_VALUES {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                return graph(new ProtoWriter().message(SPARSE_INITIALIZER, new ProtoWriter().message(1, tensor)));
            }
        },
        SPARSE_WEIGHT_INDICES {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                return graph(new ProtoWriter().message(SPARSE_INITIALIZER, new ProtoWriter().message(2, tensor)));
            }
        },
        CONSTANT {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                return graph(node("Constant", attribute("value", TENSOR, tensor)));
            }
        },
        SPARSE_CONSTANT {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                ProtoWriter sparse = new ProtoWriter().message(1, tensor);
                return graph(node("Constant", attribute("sparse_value", SPARSE, sparse)));
            }
        },
        LIST_OF_TENSORS {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                return graph(node("Any", attribute("list", TENSORS, tensor)));
            }
        },
        LIST_OF_SPARSE_TENSORS {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                ProtoWriter sparse = new ProtoWriter().message(2, tensor);
                return graph(node("Any", attribute("list", SPARSES, sparse)));
            }
        },
        WEIGHT_OF_A_BRANCH {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                ProtoWriter branch = new ProtoWriter().message(INITIALIZER, tensor);
                return graph(node("If", attribute("then_branch", BRANCH, branch)));
            }
        },
        CONSTANT_OF_A_LOOP_IN_A_SCAN {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                ProtoWriter inner = node("Constant", attribute("value", TENSOR, tensor));
                ProtoWriter loop = node("Loop", attribute("body", BRANCH, inner));
                return graph(node("Scan", attribute("body", BRANCH, loop)));
            }
        },
        LIST_OF_BRANCHES {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                ProtoWriter branch = new ProtoWriter().message(INITIALIZER, tensor);
                return graph(node("Any", attribute("branches", BRANCHES, branch)));
            }
        },
        CONSTANT_OF_A_FUNCTION {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                ProtoWriter constant =
                        new ProtoWriter().text(4, "Constant").message(ATTRIBUTE, attribute("value", TENSOR, tensor));
                return new ProtoWriter().message(FUNCTION, new ProtoWriter().message(GRAPH, constant));
            }
        },
        USUAL_ATTRIBUTE_OF_A_FUNCTION {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                ProtoWriter function =
                        new ProtoWriter().message(FUNCTION_ATTRIBUTE, attribute("value", TENSOR, tensor));
                return new ProtoWriter().message(FUNCTION, function);
            }
        },
        BEGIN_OF_A_TRAINING {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                ProtoWriter begin = new ProtoWriter().message(INITIALIZER, tensor);
                return new ProtoWriter().message(TRAINING, new ProtoWriter().message(1, begin));
            }
        },
        STEP_OF_A_TRAINING {
            @Override
            ProtoWriter model(ProtoWriter tensor) {
                ProtoWriter step = node("Constant", attribute("value", TENSOR, tensor));
                return new ProtoWriter().message(TRAINING, new ProtoWriter().message(2, step));
            }
        };

        /** Further fields of a model. */
        abstract ProtoWriter model(ProtoWriter tensor);
    }

    private static ProtoWriter graph(ProtoWriter fields) {
        return new ProtoWriter().message(GRAPH, fields);
    }

    private static ProtoWriter node(String operator, ProtoWriter attribute) {
        ProtoWriter node = new ProtoWriter().text(2, "more").text(4, operator).message(ATTRIBUTE, attribute);
        return new ProtoWriter().message(NODE, node);
    }

    private static ProtoWriter attribute(String name, int field, ProtoWriter value) {
        return new ProtoWriter().text(1, name).message(field, value);
    }

    private static ProtoWriter tensor(String location) {
        return begun().message(EXTERNAL_DATA, entry("location", location)).number(14, 1);
    }

    private static ProtoWriter begun() {
        return new ProtoWriter().number(1, 1).number(2, OnnxFields.FLOAT).text(8, "more");
    }

    private static ProtoWriter entry(String key, String value) {
        return new ProtoWriter().text(1, key).text(2, value);
    }

    private Path model(ProtoWriter more) throws IOException {
        ByteBuffer fields = more.bytes();
        byte[] added = new byte[fields.remaining()];
        fields.get(added);
        byte[] whole = Files.readAllBytes(SMALL);
        byte[] all = java.util.Arrays.copyOf(whole, whole.length + added.length);
        System.arraycopy(added, 0, all, whole.length, added.length);
        return Files.write(folder.resolve("model.onnx"), all);
    }

    private OnnxModel open(Path graph) {
        return OnnxModel.open(
                graph, ModelHints.NONE, OnnxOptionsOf.engine(EngineOptions.defaults()), place.resolve("cache"));
    }

    private String wants(Path graph, String location) {
        return "The graph " + graph + " wants weights from \"" + location
                + "\" but it must be the name of a file in the folder " + folder
                + "; correct it, or use another export of the model.";
    }

    @ParameterizedTest
    @EnumSource
    void noTensorLeadsOutWhereverItStands(Place where) throws IOException {
        Path graph = model(where.model(tensor("../secret")));
        assertThatThrownBy(() -> open(graph)).isInstanceOf(ModelException.class).hasMessage(wants(graph, "../secret"));
        assertThatThrownBy(() -> OnnxModel.weightNames(graph)).hasMessage(wants(graph, "../secret"));
    }

    @ParameterizedTest
    @EnumSource
    void filesOfAllTensorsAreKnownAndMustBeThere(Place where) throws IOException {
        Path graph = model(where.model(tensor("more.data")));
        assertThat(OnnxModel.weightNames(graph)).containsExactly("more.data");
        assertThatThrownBy(() -> open(graph))
                .hasMessage("The model's weights " + folder.resolve("more.data")
                        + " are missing; put a whole copy of the file in its place.");
    }

    @ParameterizedTest
    @EnumSource
    @DisabledOnOs(OS.WINDOWS)
    void noTensorIsBehindALinkThatLeadsOut(Place where) throws IOException {
        Files.createSymbolicLink(folder.resolve("more.data"), place.resolve("secret"));
        Path graph = model(where.model(tensor("more.data")));
        assertThatThrownBy(() -> open(graph))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("more.data is a link that leads out of the model's folder");
    }

    /** ONNX Runtime takes the last two for addresses in its own memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "a/../../secret",
                "..\\secret",
                "C:\\secret",
                "a\u0000",
                "*/_ORT_MEM_ADDR_/*",
                "*/_ORT_MEM_ADDR_LE_/*"
            })
    void soWithEachWayOut(String location) throws IOException {
        Path graph = model(Place.CONSTANT.model(tensor(location)));
        assertThatThrownBy(() -> open(graph))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("The graph " + graph + " wants weights from \"");
    }

    private void isNoGraph(ProtoWriter more) throws IOException {
        Path graph = model(more);
        assertThatThrownBy(() -> open(graph))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(graph + " is not a whole ONNX file");
    }

    @Test
    void aTensorInTwoFilesIsInNone() throws IOException {
        isNoGraph(Place.CONSTANT.model(tensor("more.data").message(EXTERNAL_DATA, entry("location", "../secret"))));
    }

    /** Others pass over what is of another kind; taken for a length it would cover what follows. */
    @Test
    void nothingHidesBehindAFieldOfAnotherKind() throws IOException {
        ProtoWriter hidden = new ProtoWriter().message(EXTERNAL_DATA, entry("location", "../secret"));
        for (int field : List.of(8, EXTERNAL_DATA)) {
            isNoGraph(Place.WEIGHT.model(begun().number(field, hidden.size()).fields(hidden.bytes())));
        }
        ProtoWriter wide = new ProtoWriter().number(1, 1).message(2, hidden).fields(hidden.bytes());
        isNoGraph(Place.CONSTANT.model(wide));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "99999999999999999999"})
    void aPlaceInAFileIsANumber(String number) throws IOException {
        Files.write(folder.resolve("more.data"), new byte[4]);
        for (String key : List.of("offset", "length")) {
            isNoGraph(Place.CONSTANT.model(tensor("more.data").message(EXTERNAL_DATA, entry(key, number))));
        }
    }

    @Test
    void aPlaceBehindTheLargestNumberIsBehindTheEnd() throws IOException {
        Files.write(folder.resolve("more.data"), new byte[4]);
        Path graph = model(Place.CONSTANT.model(tensor("more.data")
                .message(EXTERNAL_DATA, entry("offset", "9223372036854775807"))
                .message(EXTERNAL_DATA, entry("length", "4"))));
        assertThatThrownBy(() -> open(graph))
                .hasMessage(
                        "The model's weights " + folder.resolve("more.data")
                                + " have 4 bytes but must have 9223372036854775807; put a whole copy of the file in its place.");
    }

    @Test
    void branchesAreNestedAsDeepAsOthersReadThem() throws IOException {
        ProtoWriter inner = new ProtoWriter().message(INITIALIZER, tensor("../secret"));
        for (int level = 0; level < 40; level++) {
            inner = node("If", attribute("then_branch", BRANCH, inner));
        }
        isNoGraph(graph(inner));
        for (int level = 0; level < 20_000; level++) {
            inner = node("Any", attribute("branches", BRANCHES, inner));
        }
        isNoGraph(graph(inner));
    }

    /** A session made of bytes would look for it in the working folder. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aConstantBehindALinkIsTold() throws IOException {
        Path content =
                Files.write(Files.createDirectory(folder.resolve("parts")).resolve("content"), new byte[4]);
        Files.createSymbolicLink(folder.resolve("more.data"), content);
        Path graph = model(Place.CONSTANT.model(tensor("more.data")));
        assertThatThrownBy(() -> open(graph))
                .isInstanceOf(ModelException.class)
                .hasMessage("The graph " + graph + " has constants in more.data, which cannot be read through links;"
                        + " copy the model's files into one folder.");
    }
}
