package io.github.isotherm;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;

/** Where code of others may be used: one vendor, one home. */
final class Vendors {
    private static final Set<String> JDK_ONLY = Set.of(
            "math",
            "error",
            "files",
            "template",
            "grammar",
            "grammar.schema",
            "grammar.gbnf",
            "sampling",
            "sampling.processors",
            "sampling.catalog",
            "generate",
            "next",
            "compare");

    private static final Map<String, Set<String>> HOMES = Map.ofEntries(
            Map.entry("ai.onnxruntime", Set.of("onnx")),
            Map.entry("ai.djl", Set.of("tokenizer")),
            Map.entry("com.sun.jna", Set.of("onnx")),
            Map.entry("com.fasterxml.jackson", Set.of("hub", "wire", "wire.batch", "wire.openai", "report")),
            Map.entry("dev.langchain4j", Set.of("langchain4j", "langchain4j.spi", "langchain4j.spring")),
            Map.entry("org.springframework", Set.of("langchain4j.spring")),
            Map.entry("io.micrometer", Set.of("langchain4j.spring", "serve")),
            Map.entry("picocli", Set.of("cli")),
            Map.entry("org.jline", Set.of("cli")),
            Map.entry("com.sun.net.httpserver", Set.of("web")),
            Map.entry("io.netty", Set.of("serve")),
            Map.entry("org.apache.spark", Set.of("spark")));

    private Vendors() {}

    static boolean isJdkOnly(String layer) {
        return JDK_ONLY.contains(layer);
    }

    /** Whether a class is part of Java itself, or says what may be null. */
    static boolean isJava(JavaClass type) {
        String name = type.getPackageName();
        return type.isPrimitive() || isIn(name, "java") || isIn(name, "org.jspecify");
    }

    static boolean mayUse(String layer, JavaClass type) {
        String name = type.getPackageName();
        return isIn(name, "javax")
                || (isIn(name, "org.slf4j") && !isJdkOnly(layer))
                || HOMES.entrySet().stream()
                        .anyMatch(home ->
                                isIn(name, home.getKey()) && home.getValue().contains(layer));
    }

    private static boolean isIn(String packageName, String parent) {
        return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }
}
