package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.isotherm.files.CacheFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelProbeTest {
    /** Those of the bundled model. */
    private static final List<ProductKind> BUNDLED =
            List.of(new ProductKind(4, 32, 4, true), new ProductKind(8, 32, 4, true));

    private static List<ProductKind> kinds() {
        List<ProductKind> kinds = new ArrayList<>();
        for (long bits : List.of(4L, 8L)) {
            for (long block : List.of(16L, 32L, 64L, 128L)) {
                for (long level : List.of(0L, 4L)) {
                    kinds.add(new ProductKind(bits, block, level, false));
                    kinds.add(new ProductKind(bits, block, level, true));
                }
            }
        }
        return kinds;
    }

    @Test
    void theLeastThatCoversWhatDiffersIsEnough() {
        assertThat(Silence.seen(List.of())).isEqualTo(Silence.NEVER);
        assertThat(Silence.seen(List.of(1, 129, 257))).isEqualTo(Silence.ONE_LEFT_OF_A_BLOCK);
        assertThat(Silence.seen(List.of(1))).isEqualTo(Silence.ONE_LEFT_OF_A_BLOCK);
        assertThat(Silence.seen(List.of(1, 3, 129))).isEqualTo(Silence.ODD);
        assertThat(Silence.seen(List.of(3))).isEqualTo(Silence.ODD);
        assertThat(Silence.seen(List.of(2))).isEqualTo(Silence.UNKNOWN);
        assertThat(Silence.seen(List.of(1, 2, 3, 129))).isEqualTo(Silence.UNKNOWN);
    }

    @Test
    void moreThanOneWantsIsEnoughForBoth() {
        assertThat(Silence.NEVER.and(Silence.ONE_LEFT_OF_A_BLOCK)).isEqualTo(Silence.ONE_LEFT_OF_A_BLOCK);
        assertThat(Silence.ODD.and(Silence.ONE_LEFT_OF_A_BLOCK)).isEqualTo(Silence.ODD);
        assertThat(Silence.UNKNOWN.and(Silence.ODD)).isEqualTo(Silence.UNKNOWN);
    }

    @Test
    void whatNoRuntimeKnowsIsNotProbed() {
        assertThat(new ProductKind(4, 0, 4, false).isOrdinary()).isFalse();
        assertThat(new ProductKind(3, 32, 4, false).isOrdinary()).isFalse();
        assertThat(kinds()).allMatch(ProductKind::isOrdinary);
    }

    /** On any processor: what one probe answers holds for other numbers of rows and other places. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "1, 2", "2, 2"})
    void withWhatItAnswersTokensHaveTheirOwnBits(int threads, int rowsOfToken) throws OrtException {
        OrtEnvironment environment = Runtimes.environment(CacheFolder.locate());
        List<ProductKind> kinds = kinds();
        try (SessionOptions settings = settings(threads);
                KernelProbe probe = new KernelProbe(environment, settings, kinds, rowsOfToken)) {
            List<Silence> seen = probe.seen();
            int[] counts = IntStream.concat(IntStream.rangeClosed(1, 12), IntStream.rangeClosed(126, 132))
                    .toArray();
            for (int count : counts) {
                List<Boolean> alone = probe.areSame(7, count, count);
                List<Boolean> before = probe.areSame(7, count + 1, count);
                for (int kind = 0; kind < kinds.size(); kind++) {
                    Silence silence = seen.get(kind);
                    boolean same = silence.isWanted(count) ? before.get(kind) : alone.get(kind);
                    assertThat(silence == Silence.UNKNOWN || same)
                            .as("%s %s, %s rows", kinds.get(kind), silence, count)
                            .isTrue();
                }
            }
        }
    }

    private static SessionOptions settings(int threads) throws OrtException {
        SessionOptions settings = new SessionOptions();
        settings.setIntraOpNumThreads(threads);
        settings.addConfigEntry("session.intra_op.allow_spinning", "0");
        return settings;
    }

    /** Prints times of the bundled model's kinds, the first in a cold JVM, and the answers for all kinds. */
    public static void main(String[] arguments) throws OrtException {
        OrtEnvironment environment = Runtimes.environment(CacheFolder.locate());
        for (int threads = 1; threads <= 2; threads++) {
            try (SessionOptions settings = settings(threads)) {
                System.out.println("bundled kinds, " + threads + " threads, ms: " + times(environment, settings));
            }
        }
        List<ProductKind> kinds = kinds();
        try (SessionOptions settings = settings(1);
                KernelProbe probe = new KernelProbe(environment, settings, kinds, 1)) {
            List<Silence> seen = probe.seen();
            for (int i = 0; i < kinds.size(); i++) {
                ProductKind kind = kinds.get(i);
                System.out.println(kind + ": " + seen.get(i) + ", by the rule " + kind.rule(1));
            }
        }
    }

    private static List<String> times(OrtEnvironment environment, SessionOptions settings) throws OrtException {
        List<String> times = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long start = System.nanoTime();
            try (KernelProbe probe = new KernelProbe(environment, settings, BUNDLED, 1)) {
                probe.seen();
            }
            times.add("%.2f".formatted((System.nanoTime() - start) / 1e6));
        }
        return times;
    }
}
