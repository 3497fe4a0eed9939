package io.github.isotherm;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every package of the design, those still to come included, and which of the others each may use. */
final class Layers {
    static final String BASE = "io.github.isotherm";

    /** Classes that break the rules, for the tests of the rules, stand below this package as if it were the base. */
    static final String VIOLATIONS = BASE + ".violations";

    static final String ROOT = "";

    private static final Map<String, Set<String>> MAY_USE = new HashMap<>();

    static {
        layer("error");
        layer("template");
        layer("math", "error");
        layer("files", "error");
        layer("grammar", "error");
        layer("grammar.schema", "grammar", "error");
        layer("grammar.gbnf", "grammar", "error");
        layer("sampling", "math", "error");
        String[] grammars = {"grammar", "grammar.schema", "grammar.gbnf"};
        layer("sampling.processors", grammars, "sampling", "math", "error");
        layer("sampling.catalog", grammars, "sampling", "sampling.processors", "math", "error");
        String[] core = {
            "sampling",
            "sampling.processors",
            "sampling.catalog",
            "grammar",
            "grammar.schema",
            "grammar.gbnf",
            "math",
            "error"
        };
        layer("generate", core);
        layer("next", core, "generate");
        layer("compare", core, "generate", "next");
        layer("bench", core, "generate", "next", "compare");
        layer("hub", "files", "error");
        layer("onnx", "files", "error", "generate");
        layer("tokenizer", "files", "error", "generate", "sampling", "tokenizer.file");
        layer("tokenizer.file", "error");
        String[] engine = {"generate", "next", "compare", "bench", "hub", "onnx", "tokenizer", "template", "files"};
        layer(ROOT, core, engine);
        String[] surface = {ROOT, "generate", "next", "compare", "hub", "files"};
        layer("report", core, surface, "bench");
        layer("chat", core, surface);
        layer("wire", core, surface, "report");
        layer("wire.openai", core, surface, "report", "wire", "chat");
        layer("wire.batch", core, surface, "report", "wire");
        layer("wire.openai.endpoint", core, surface, "report", "wire", "wire.openai", "chat");
        layer("langchain4j", core, surface, "report", "wire", "chat", "langchain4j.spi");
        layer("langchain4j.spi", "langchain4j");
        layer("langchain4j.spring", core, surface, "wire", "chat", "langchain4j");
        layer("web", core, surface, "report", "wire", "chat");
        layer("serve", core, surface, "report", "wire", "wire.openai", "wire.openai.endpoint", "chat");
        layer("batch", core, surface, "report", "wire", "wire.batch", "wire.openai", "wire.openai.endpoint", "chat");
        layer("spark", core, surface, "report", "wire", "wire.batch", "chat");
        layer("cli", core, surface, "bench", "report", "wire", "wire.batch", "chat", "web", "serve", "batch");
    }

    private Layers() {}

    private static void layer(String name, String... used) {
        MAY_USE.put(name, Set.of(used));
    }

    private static void layer(String name, String[] used, String... more) {
        MAY_USE.put(
                name,
                new HashSet<>(Stream.of(used, more).flatMap(Arrays::stream).toList()));
    }

    private static void layer(String name, String[] used, String[] others, String... more) {
        MAY_USE.put(
                name,
                new HashSet<>(
                        Stream.of(used, others, more).flatMap(Arrays::stream).toList()));
    }

    static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(BASE) || type.getPackageName().startsWith(BASE + ".");
    }

    /** The layer of a class of ours: its package below the base. */
    static String of(JavaClass type) {
        String name = type.getPackageName();
        String base = name.startsWith(VIOLATIONS) ? VIOLATIONS : BASE;
        return name.equals(base) ? ROOT : name.substring(base.length() + 1);
    }

    static boolean isKnown(String layer) {
        return MAY_USE.containsKey(layer);
    }

    static boolean mayUse(String layer, String other) {
        return layer.equals(other) || MAY_USE.getOrDefault(layer, Set.of()).contains(other);
    }
}
