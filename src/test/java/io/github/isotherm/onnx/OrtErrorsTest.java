package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrtErrorsTest {
    private static final String LOAD = "Error code - ORT_FAIL - message: Load model from m.onnx failed:";

    /** What the graph tells of the node is in NewerAttributesTest. */
    @Test
    void whatAnOldRuntimeDoesNotKnowIsNamed() {
        assertThat(opening(LOAD + "/src/model.cc:149 Unsupported model IR version: 10, max supported IR version: 9"))
                .startsWith("m.onnx is written in ONNX's IR version 10, but ONNX Runtime 1.20.0 reads it up to 9;");
        assertThat(opening(LOAD
                        + "Opset 22 is under development and support for this is limited. Current official support for"
                        + " domain ai.onnx is till opset 21."))
                .startsWith("m.onnx uses opset 22 of ai.onnx, but ONNX Runtime 1.20.0 knows it up to 21;");
        assertThat(opening(LOAD + "Fatal error: com.microsoft:Foo(-1) is not a registered function/op"))
                .startsWith("ONNX Runtime 1.20.0 does not know the operator com.microsoft.Foo (domain com.microsoft),");
    }

    @Test
    void aLibraryThatIsTooOldIsNamed() {
        assertThat(OrtErrors.tooOld(Path.of("m.onnx"), "1.20.0", new LinkageError()))
                .hasMessageStartingWith("ONNX Runtime 1.20.0 on the class path is too old for m.onnx; put a newer ");
    }

    @Test
    void otherReasonsAreOneShortSentence() {
        assertThat(opening(LOAD + "Node (x) has input size 3 not in range.\nmore\nlines"))
                .isEqualTo("ONNX Runtime 1.20.0 cannot load m.onnx: Node (x) has input size 3 not in range.");
        assertThat(opening(LOAD + "x".repeat(1000))).hasSizeLessThan(300);
    }

    private static String opening(String message) {
        return OrtErrors.opening(
                        Path.of("m.onnx"), "1.20.0", new GraphProto(List.of(), List.of()), new OrtException(message))
                .getMessage();
    }
}
