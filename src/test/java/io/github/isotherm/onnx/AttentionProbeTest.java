package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.isotherm.files.CacheFolder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@link AttentionProbe} sees: on x86 with AVX2 or AVX-512 the same bits of every form. The main program prints it for whatever
 * processor it is emulated on.
 */
class AttentionProbeTest {
    private static final OrtEnvironment ENVIRONMENT = Runtimes.environment(CacheFolder.locate());

    @ParameterizedTest
    @CsvSource({"3, 64, FLOAT", "3, 64, FLOAT16", "2, 16, FLOAT", "8, 128, FLOAT", "1, 64, FLOAT", "1, 64, FLOAT16"})
    void everyFormGivesTheSameBitsOnThisProcessor(int group, int size, OnnxJavaType type) throws OrtException {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        assertThat(seen(new AttentionProbe.Kind(group, size, type))).isEqualTo(new AttentionProbe.Seen(true, true));
    }

    @Test
    void headsAsRowsThatSeeAKeyLessAreSeen() throws OrtException {
        AttentionProbe.Kind kind = new AttentionProbe.Kind(3, 64, OnnxJavaType.FLOAT);
        try (SessionOptions settings = new SessionOptions();
                AttentionProbe probe = new AttentionProbe(ENVIRONMENT, settings, kind);
                HiddenKeys bias = new HiddenKeys(ENVIRONMENT, "bias", OnnxJavaType.FLOAT)) {
            assertThat(probe.seen(65, 3, bias).folds()).isTrue();
            assertThat(probe.seen(65, 1, bias).folds()).isFalse();
        }
    }

    /** What all of it is about: a row that is alone has a kernel of its own. */
    @Test
    void aTokenThatIsNotRepeatedIsSeen() throws OrtException {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        AttentionProbe.Kind kind = new AttentionProbe.Kind(3, 64, OnnxJavaType.FLOAT);
        try (SessionOptions settings = new SessionOptions();
                AttentionProbe lone = new AttentionProbe(ENVIRONMENT, settings, kind, 1, 0);
                AttentionProbe repeated = new AttentionProbe(ENVIRONMENT, settings, kind, 1, 1)) {
            assertThat(lone.seen().splits()).isFalse();
            assertThat(repeated.seen()).isEqualTo(new AttentionProbe.Seen(true, true));
        }
    }

    /** As a damaged configuration may say: nothing of that size is made, and nothing is claimed. */
    @ParameterizedTest
    @CsvSource({"3, 2147483647", "2147483647, 64", "3, -1", "3, 0", "0, 64", "129, 64", "3, 1025"})
    void whatNoModelHasIsNotProbed(int group, int size) throws OrtException {
        try (SessionOptions settings = new SessionOptions()) {
            Kernels kernels = new Kernels(ENVIRONMENT, settings, Roundings.UNKNOWN, false);
            assertThat(kernels.attentions(List.of(new AttentionProbe.Kind(group, size, OnnxJavaType.FLOAT))))
                    .isEqualTo(new AttentionProbe.Seen(false, false));
        }
    }

    private static AttentionProbe.Seen seen(AttentionProbe.Kind kind) throws OrtException {
        try (SessionOptions settings = new SessionOptions();
                AttentionProbe probe = new AttentionProbe(ENVIRONMENT, settings, kind)) {
            return probe.seen();
        }
    }

    public static void main(String[] arguments) throws OrtException {
        for (OnnxJavaType type : List.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16)) {
            AttentionProbe.Kind kind = new AttentionProbe.Kind(3, 64, type);
            System.out.println(kind + ": " + seen(kind));
        }
    }
}
