package io.github.isotherm.tokenizer;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

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
        missing(cache.resolve(NATIVES), name -> System.getProperty(name) != null || System.getenv(name) != null)
                .forEach(System::setProperty);
    }

    /** The settings that the host application leaves to us. */
    static Map<String, String> missing(Path natives, Predicate<String> isSet) {
        Map<String, String> missing = new TreeMap<>(settings(natives));
        missing.keySet().removeIf(isSet);
        return missing;
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
