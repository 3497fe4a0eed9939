package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.grammar.ByteSet;
import io.github.isotherm.grammar.schema.SchemaGrammar.NotEnforced;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a grammar allows and does not enforce, which texts fit it, and how long its masks take. */
public final class GrammarReport {
    private final String kind;
    private final double compileMillis;
    private final GrammarBytes grammar;
    private final List<NotEnforced> notEnforced;
    private final List<TextCheck> checks;
    private final @Nullable MaskReport masks;

    /**
     * Looks at a grammar and at texts.
     *
     * @param kind how it was stated, such as {@code json_schema}
     * @param compileMillis how long compiling it took, ms
     * @param grammar the grammar
     * @param notEnforced what it leaves to others
     * @param texts to be checked, in bytes
     * @param masks how long masks took, where that was asked
     */
    public GrammarReport(
            String kind,
            double compileMillis,
            GrammarBytes grammar,
            List<NotEnforced> notEnforced,
            List<byte[]> texts,
            @Nullable MaskReport masks) {
        this.kind = kind;
        this.compileMillis = compileMillis;
        this.grammar = grammar;
        this.notEnforced = List.copyOf(notEnforced);
        this.checks = texts.stream().map(grammar::check).toList();
        this.masks = masks;
    }

    /**
     * Whether all texts fit.
     *
     * @return true also for none
     */
    public boolean allFit() {
        return checks.stream().allMatch(TextCheck::isWhole);
    }

    /**
     * For a terminal.
     *
     * @return lines
     */
    public String table() {
        StringBuilder out = new StringBuilder(name());
        out.append(String.format(Locale.ROOT, ", compiled in %.1f ms%n", compileMillis));
        TextTable facts = new TextTable("ll");
        facts.row("shortest text", shortest());
        facts.row("begins with", words(grammar.first(), grammar.shortestLength() == 0));
        notEnforced.forEach(left -> facts.row("not enforced", left(left)));
        facts.appendTo(out, "  ");
        for (int i = 0; i < checks.size(); i++) {
            append(out, i + 1, checks.get(i));
        }
        if (masks != null) {
            masks.appendTo(out);
        }
        return out.toString();
    }

    private String name() {
        return switch (kind) {
            case "json_schema" -> "JSON schema";
            case "regex" -> "regular expression";
            case "choice" -> "choice of texts";
            default -> "GBNF grammar";
        };
    }

    private String shortest() {
        long length = grammar.shortestLength();
        if (length == Long.MAX_VALUE) {
            return "none: no text fits";
        }
        String bytes = String.format(Locale.ROOT, "%,d %s", length, length == 1 ? "byte" : "bytes");
        return example().map(text -> QuotedText.of(text) + ", " + bytes).orElse(bytes);
    }

    private Optional<String> example() {
        return grammar.example().map(text -> new String(text, StandardCharsets.UTF_8));
    }

    /** What may come, in words. */
    private static String words(ByteSet next, boolean orEnd) {
        String words = String.join(", ", ByteWords.of(next));
        if (orEnd) {
            return words.isEmpty() ? "the end" : words + ", or the end";
        }
        return words.isEmpty() ? "nothing" : words;
    }

    private static String left(NotEnforced left) {
        return left.keyword() + " at " + (left.place().equals("#") ? "the root" : left.place()) + ": " + left.what();
    }

    private static void append(StringBuilder out, int number, TextCheck check) {
        out.append("text ").append(number);
        if (check.isWhole()) {
            out.append(" fits\n");
            return;
        }
        out.append(
                        check.isBeginning()
                                ? " is a beginning that fits; more must follow from byte "
                                : " does not fit from byte ")
                .append(check.fitting())
                .append(" on, line ")
                .append(check.line())
                .append(", column ")
                .append(check.column())
                .append('\n')
                .append(check.excerpt("    "))
                .append("  there may be: ")
                .append(words(check.next(), check.mayEnd()))
                .append('\n');
    }

    /**
     * One JSON object: {@code kind, compile_ms, shortest, shortest_bytes, next[], not_enforced[] {keyword, what, place},
     * texts[] {text, fits, fitting_bytes, line, column, may_end, next[]}, masks {vocabulary_size, tree_ms, compile_again_ms, first_us, again_us
     * {min, median, p99, max}, texts[][] {id, text, fits, allowed, us}}}; {@code masks} where they were timed.
     *
     * @return one line
     */
    public String json() {
        ObjectNode root = JsonNodes.object();
        root.put("kind", kind);
        root.set("compile_ms", JsonNodes.number(compileMillis));
        root.put("shortest", example().orElse(null));
        long length = grammar.shortestLength();
        root.put("shortest_bytes", length == Long.MAX_VALUE ? null : Long.valueOf(length));
        addWords(root, grammar.first());
        ArrayNode left = root.putArray("not_enforced");
        notEnforced.forEach(one -> left.addObject()
                .put("keyword", one.keyword())
                .put("what", one.what())
                .put("place", one.place()));
        ArrayNode texts = root.putArray("texts");
        checks.forEach(check -> add(texts.addObject(), check));
        if (masks != null) {
            root.set("masks", masks.json());
        }
        return JsonLine.of(root);
    }

    private static void add(ObjectNode node, TextCheck check) {
        node.put("text", check.text())
                .put("fits", check.isWhole())
                .put("fitting_bytes", check.fitting())
                .put("line", check.line())
                .put("column", check.column())
                .put("may_end", check.mayEnd());
        addWords(node, check.next());
    }

    private static void addWords(ObjectNode node, ByteSet next) {
        ArrayNode words = node.putArray("next");
        ByteWords.of(next).forEach(words::add);
    }
}
