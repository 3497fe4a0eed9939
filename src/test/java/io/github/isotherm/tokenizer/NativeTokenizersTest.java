package io.github.isotherm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

class NativeTokenizersTest {
    private static final Path CACHE = Path.of("cache").toAbsolutePath();
    private static final Path NATIVES = CACHE.resolve("natives");

    /** Where JNA looks for libraries; it starts a program to ask where it is not told. */
    private static final String LOADER_PATH = "jna.platform.library.path";

    @Test
    void nothingOfTheHostApplicationIsOverridden() {
        Set<String> set = Set.of("DJL_CACHE_DIR", "ai.djl.offline", LOADER_PATH);
        assertThat(NativeTokenizers.missing(CACHE, set::contains))
                .containsOnlyKeys("OPT_OUT_TRACKING", "RUST_FLAVOR", "jna.tmpdir");
    }

    @Test
    void leftAloneItIsSilentAndStaysInTheCache() {
        assertThat(NativeTokenizers.missing(CACHE, name -> false))
                .containsEntry("ai.djl.offline", "true")
                .containsEntry("OPT_OUT_TRACKING", "true")
                .containsEntry("RUST_FLAVOR", "cpu")
                .containsEntry("DJL_CACHE_DIR", NATIVES.toString())
                .containsEntry("jna.tmpdir", NATIVES.resolve("jna").toString())
                .hasSize(OS.LINUX.isCurrentOs() ? 6 : 5);
    }
}
