package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import com.sun.jna.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

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
    void whatTheHostHasSetStays() {
        assertThat(Telemetry.isToBeSet(true, false, null)).isTrue();
        assertThat(Telemetry.isToBeSet(true, false, "0")).isFalse();
        assertThat(Telemetry.isToBeSet(true, false, "1")).isFalse();
        assertThat(Telemetry.isToBeSet(true, true, null)).isFalse();
        assertThat(Telemetry.isToBeSet(false, false, null)).isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theVariableReachesNativeCode() {
        Function environment = Function.getFunction("c", "getenv");
        Telemetry.setVariable();
        assertThat(environment.invokeString(new Object[] {Telemetry.VARIABLE}, false))
                .isEqualTo(System.getenv().getOrDefault(Telemetry.VARIABLE, "1"));
    }

    @Test
    void theVersionIsKnownBeforeTheRuntimeInitialises() {
        assertThat(OrtEnvironment.class.getPackage().getImplementationTitle()).isEqualTo("onnxruntime");
        assertThat(OrtEnvironment.class.getPackage().getImplementationVersion()).matches("\\d+\\.\\d+\\..*");
    }
}
