package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    @Test
    void onlyVersionsThatReportAreSilenced() {
        assertThat(Telemetry.isReporting("onnxruntime", "1.28.0")).isFalse();
        assertThat(Telemetry.isReporting("onnxruntime", "1.9.1")).isFalse();
        assertThat(Telemetry.isReporting("onnxruntime", "1.29.0")).isTrue();
        assertThat(Telemetry.isReporting("onnxruntime", "1.30.0-rc1")).isTrue();
        assertThat(Telemetry.isReporting("onnxruntime", "2.0.0")).isTrue();
        assertThat(Telemetry.isReporting("onnxruntime", "nightly")).isTrue();
        assertThat(Telemetry.isReporting("onnxruntime", null)).isTrue();
    }

    @Test
    void theVersionOfAJarThatHoldsTheRuntimeSaysNothing() {
        assertThat(Telemetry.isReporting("shop", "1.0.0")).isTrue();
        assertThat(Telemetry.isReporting(null, "1.0.0")).isTrue();
    }

    @Test
    void theVersionIsKnownBeforeTheRuntimeInitialises() {
        assertThat(OrtEnvironment.class.getPackage().getImplementationTitle()).isEqualTo("onnxruntime");
        assertThat(OrtEnvironment.class.getPackage().getImplementationVersion()).matches("\\d+\\.\\d+\\..*");
    }
}
