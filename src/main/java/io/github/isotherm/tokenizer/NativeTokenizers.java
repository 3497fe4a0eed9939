package io.github.isotherm.tokenizer;

import java.nio.file.Path;
import java.util.Map;

/** Settles where the tokenizers library unpacks itself and that it calls nobody, before its first class loads. */
final class NativeTokenizers {
    /** The name of the folder for native libraries in isotherm's cache. */
    private static final String NATIVES = "natives";

    private static boolean prepared;

    private NativeTokenizers() {}

    /** Sets what the host application has not set, as property or in the environment. Acts once per JVM. */
    static synchronized void prepare(Path cache) {
        if (prepared) {
            return;
        }
        prepared = true;
        Path natives = cache.resolve(NATIVES);
        settings(natives).forEach((name, value) -> {
            if (System.getProperty(name) == null && System.getenv(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    private static Map<String, String> settings(Path natives) {
        return Map.of(
                "ai.djl.offline", "true",
                "OPT_OUT_TRACKING", "true",
                "RUST_FLAVOR", "cpu",
                "DJL_CACHE_DIR", natives.toString(),
                "jna.tmpdir", natives.resolve("jna").toString());
    }
}
