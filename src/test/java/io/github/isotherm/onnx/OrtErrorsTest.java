package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OrtErrorsTest {
    private static final String LOAD = "Error code - ORT_FAIL - message: Load model from m.onnx failed:";
    private static final String TOO_OLD = "ONNX Runtime 1.20.0 on the class path is too old for m.onnx; put a newer ";

    @Test
    void anOldRuntimeIsNamed() {
        assertThat(opening(LOAD + "/src/model.cc:149 Unsupported model IR version: 10, max supported IR version: 9"))
                .startsWith(TOO_OLD);
        assertThat(opening(LOAD + "This is an invalid model. Error Unrecognized attribute: bits for operator Gather"))
                .startsWith(TOO_OLD);
        assertThat(opening(LOAD + "Fatal error: com.microsoft:Foo(-1) is not a registered function/op"))
                .startsWith(TOO_OLD);
    }

    @Test
    void otherReasonsAreOneShortSentence() {
        assertThat(opening(LOAD + "Node (x) has input size 3 not in range.\nmore\nlines"))
                .isEqualTo("ONNX Runtime 1.20.0 cannot load m.onnx: Node (x) has input size 3 not in range.");
        assertThat(opening(LOAD + "x".repeat(1000))).hasSizeLessThan(300);
    }

    private static String opening(String message) {
        return OrtErrors.opening(Path.of("m.onnx"), "1.20.0", new OrtException(message))
                .getMessage();
    }
}
