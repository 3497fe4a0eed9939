package io.github.isotherm.cli;

import io.github.isotherm.LocalTokenizer;
import io.github.isotherm.bench.MaskTimes;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.Grammar;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.hub.ModelFinder;
import io.github.isotherm.report.MaskReport;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.wire.StatedGrammar;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Times masks with a model's tokenizer, when one is given. */
final class MaskTiming {
    /** No folder is named: the usual one. */
    private static final String USUAL = "";

    private static final double NANOS_PER_MILLI = 1e6;

    @Option(
            names = {"-m", "--model"},
            arity = "0..1",
            fallbackValue = USUAL,
            paramLabel = "DIR|ID",
            description =
                    "Times the masks of the texts, or of the shortest one, with this model's tokenizer (default: times none); without a folder:"
                            + " $ISOTHERM_MODEL, else the bundled model.")
    private @Nullable String model;

    boolean isGiven() {
        return model != null;
    }

    MaskReport report(Terminal terminal, StatedGrammar stated, List<byte[]> texts) {
        String folder = USUAL.equals(model) ? null : model;
        try (LocalTokenizer tokenizer = LocalTokenizer.open(ModelFinder.find(folder, terminal.environment()))) {
            TextCodec codec = tokenizer.codec();
            int[] before = codec.encode("a");
            List<int[]> ids = texts.stream()
                    .map(text -> codec.encodeAfter(before, new String(text, StandardCharsets.UTF_8)))
                    .toList();
            return timed(stated, tokenizer.vocabulary(), ids);
        }
    }

    private static MaskReport timed(StatedGrammar stated, Vocabulary vocabulary, List<int[]> texts) {
        long start = System.nanoTime();
        TokenTrie tree =
                TokenTrie.of(vocabulary.size(), id -> vocabulary.isSpecial(id) ? new byte[0] : vocabulary.bytes(id));
        double treeMillis = millisSince(start);
        start = System.nanoTime();
        Grammar grammar = stated.compile().grammar();
        double compileMillis = millisSince(start);
        Constraint constraint = Constraint.of(grammar, tree);
        return new MaskReport(
                vocabulary, treeMillis, compileMillis, times(constraint, texts), times(constraint, texts));
    }

    private static List<MaskTimes> times(Constraint constraint, List<int[]> texts) {
        return texts.stream().map(ids -> MaskTimes.of(constraint, ids)).toList();
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
