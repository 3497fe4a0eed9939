package io.github.isotherm.cli;

import io.github.isotherm.compare.SentenceEnd;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.sampling.StepTrace;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a text that ends with a sentence: the first that ends behind half of the most tokens, or the last before one that has
 * been there. What may become such a one is held back until it is another. Mutable; serves one completion.
 */
final class WholeSentences implements GenerationListener {
    private final int soft;
    private final Consumer<String> printer;
    private final Set<String> told = new HashSet<>();
    private final StringBuilder sentence = new StringBuilder();
    private int printed;
    private int tokens;
    private boolean stopped;

    /**
     * A text of so many tokens.
     *
     * @param most the most tokens, ≥ 1
     * @param printer takes the text, piece by piece
     */
    WholeSentences(int most, Consumer<String> printer) {
        soft = most / 2;
        this.printer = printer;
    }

    @Override
    public void onToken(int id, @Nullable StepTrace trace) {
        tokens++;
    }

    @Override
    public void onText(String piece) {
        if (stopped) {
            return;
        }
        sentence.append(piece);
        int end = SentenceEnd.first(sentence.toString(), false);
        while (end >= 0 && !stopped) {
            finish(end);
            end = SentenceEnd.first(sentence.toString(), false);
        }
        if (!stopped && told.stream().noneMatch(before -> before.startsWith(words(sentence)))) {
            print(sentence.length());
        }
    }

    private void finish(int end) {
        stopped = !told.add(words(sentence.substring(0, end)));
        if (!stopped) {
            print(end);
            sentence.delete(0, end);
            printed = 0;
            stopped = tokens >= soft;
        }
    }

    private void print(int end) {
        if (end > printed) {
            printer.accept(sentence.substring(printed, end));
            printed = end;
        }
    }

    private static String words(CharSequence text) {
        return text.toString().strip();
    }

    @Override
    public boolean wantsStop() {
        return stopped;
    }

    /**
     * Tells what was held back, when no more text comes.
     *
     * @return whether the text ends with a sentence
     */
    boolean end() {
        if (stopped) {
            return true;
        }
        String rest = sentence.toString();
        boolean whole = rest.isBlank()
                || SentenceEnd.first(rest, true) == rest.stripTrailing().length();
        if (!(whole && told.contains(words(rest)))) {
            print(sentence.length());
        }
        return whole;
    }
}
