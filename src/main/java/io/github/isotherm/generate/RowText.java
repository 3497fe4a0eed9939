package io.github.isotherm.generate;

import io.github.isotherm.sampling.TokenBuffer;
import io.github.isotherm.sampling.TokenSequence;
import io.github.isotherm.sampling.Vocabulary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a row's tokens, without what follows a stop string. Mutable; serves one completion. */
final class RowText {
    private final @Nullable TextStream stream;
    private final StopStrings stops;
    private final MarkedBuffer all = new MarkedBuffer();

    RowText(
            @Nullable TextCodec codec,
            @Nullable Vocabulary vocabulary,
            TokenSequence prompt,
            TokenSequence tokens,
            List<String> stopStrings) {
        stream = codec == null ? null : new TextStream(codec, vocabulary, prompt, tokens);
        stops = new StopStrings(stopStrings);
    }

    /** What the token added since the last call makes certain; empty without a tokenizer. */
    MarkedText next() {
        if (stream == null) {
            return MarkedText.of("");
        }
        String piece = stream.next();
        String special = piece.isEmpty() ? stream.lastSpecial() : "";
        return told(special.isEmpty() ? stops.pass(piece) : stops.passSpecial(special));
    }

    /** What was held back, when no more tokens come. */
    List<MarkedText> rest() {
        if (stream == null || stops.isStopped()) {
            return List.of();
        }
        MarkedText last = told(stops.pass(stream.flush()));
        return stops.isStopped() ? List.of(last) : List.of(last, told(stops.flush()));
    }

    private MarkedText told(MarkedText piece) {
        all.append(piece);
        return piece;
    }

    boolean isStopped() {
        return stops.isStopped();
    }

    MarkedText all() {
        return all.all();
    }

    /** The text of some ids, had they come one by one and ended there. */
    static RowText of(
            @Nullable TextCodec codec,
            @Nullable Vocabulary vocabulary,
            TokenSequence prompt,
            int[] ids,
            List<String> stopStrings) {
        TokenBuffer tokens = new TokenBuffer();
        RowText text = new RowText(codec, vocabulary, prompt, tokens, stopStrings);
        for (int id : ids) {
            tokens.add(id);
            text.next();
        }
        text.rest();
        return text;
    }
}
