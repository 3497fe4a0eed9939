package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibrariesTest {
    @Test
    void theRuntimesJarHasWhatIsLoaded() {
        assertThat(NativeLibraries.files().orElseThrow().sources()).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "onnxruntime.native.path",
                "onnxruntime.native.onnxruntime.path",
                "onnxruntime.native.onnxruntime4j_jni.path",
                "onnxruntime.native.onnxruntime.skip"
            })
    void whatTheHostApplicationSaysOfTheLibrariesStays(String property) {
        assertThat(NativeLibraries.isPlacedByTheHost()).isFalse();
        try {
            System.setProperty(property, "theirs");
            assertThat(NativeLibraries.isPlacedByTheHost()).isTrue();
        } finally {
            System.clearProperty(property);
        }
    }
}
