package io.github.isotherm.generate;

import io.github.isotherm.sampling.TokenBuffer;
import io.github.isotherm.sampling.TokenSequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a row's tokens, without what follows a stop string. Mutable; serves one completion. */
final class RowText {
    private final @Nullable TextStream stream;
    private final StopStrings stops;
    private final StringBuilder all = new StringBuilder();

    RowText(Row.Surroundings model, TokenSequence prompt, TokenSequence tokens, List<String> stopStrings) {
        TextCodec codec = model.codec();
        stream = codec == null ? null : new TextStream(codec, model.vocabulary(), prompt, tokens);
        stops = new StopStrings(stopStrings);
    }

    /** What the tokens added since the last call make certain; empty without a tokenizer. */
    String next() {
        return stream == null ? "" : told(stops.pass(stream.next()));
    }

    /** What was held back, when no more tokens come. */
    String rest() {
        if (stream == null || stops.isStopped()) {
            return "";
        }
        String last = stops.pass(stream.flush());
        return told(stops.isStopped() ? last : last + stops.flush());
    }

    private String told(String piece) {
        all.append(piece);
        return piece;
    }

    boolean isStopped() {
        return stops.isStopped();
    }

    String all() {
        return all.toString();
    }

    /** The text of some ids, had they come one by one and ended there. */
    static RowText of(Row.Surroundings model, TokenSequence prompt, int[] ids, List<String> stopStrings) {
        TokenBuffer tokens = new TokenBuffer();
        RowText text = new RowText(model, prompt, tokens, stopStrings);
        for (int id : ids) {
            tokens.add(id);
            text.next();
        }
        text.rest();
        return text;
    }
}
