package io.github.isotherm.cli;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.grammar.schema.SchemaOptions;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.wire.StatedGrammar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a text must be: an instance of a schema, what an expression fits, one of some texts, or what a grammar derives. */
final class GrammarOptions {
    @Option(
            names = "--json-schema",
            paramLabel = "FILE|JSON",
            description = "A JSON schema: a file, or the schema itself: {...}, true or false (default: none).")
    private @Nullable String schema;

    @Option(
            names = "--regex",
            paramLabel = "PATTERN",
            description = "A regular expression as in JavaScript, for the whole text (default: none).")
    private @Nullable String regex;

    @Option(
            names = "--choice",
            paramLabel = "TEXT",
            description = "One of these texts; can be given many times (default: none).")
    private List<String> choices = List.of();

    @Option(
            names = "--gbnf",
            paramLabel = "FILE|TEXT",
            description =
                    "A grammar as of llama.cpp: a file, or the grammar itself, with its root ::= ... (default: none).")
    private @Nullable String gbnf;

    /** What is given, where something is. */
    Optional<StatedGrammar> stated(SchemaOptions options) {
        Map<String, Supplier<StatedGrammar>> given = new LinkedHashMap<>();
        if (schema != null) {
            String value = schema;
            given.put("--json-schema", () -> StatedGrammar.jsonSchema(schema(value), options));
        }
        if (regex != null) {
            String pattern = regex;
            given.put("--regex", () -> StatedGrammar.regex(pattern));
        }
        if (!choices.isEmpty()) {
            given.put("--choice", () -> StatedGrammar.choice(choices));
        }
        if (gbnf != null) {
            String value = gbnf;
            given.put("--gbnf", () -> StatedGrammar.gbnf(text("gbnf", value)));
        }
        if (given.size() > 1) {
            throw new InvalidValueException(String.join(" and ", given.keySet())
                    + " are given, but a text has one of them to fit; leave the others out.");
        }
        return given.values().stream().findFirst().map(Supplier::get);
    }

    private static Object schema(String value) {
        Object schema = new JsonText(text("json_schema", value)).value();
        if (schema == null) {
            throw new InvalidValueException("The schema is null but must be an object, true or false.");
        }
        return schema;
    }

    /** What the chain's step of that name would take the option's value for: the text itself, or a file with it. */
    private static String text(String processor, String value) {
        boolean isFile =
                ProcessorCatalog.of(List.of()).type(processor).orElseThrow().isFile(value);
        return isFile ? TextFile.read(value.startsWith("@") ? value.substring(1) : value) : value;
    }
}
