package io.github.isotherm.cli;

import io.github.isotherm.compare.Comparison;
import io.github.isotherm.compare.ComparisonListener;
import io.github.isotherm.sampling.StepTrace;
import java.util.Locale;

/** Counts the tokens of a comparison in one line that moves, where a person watches; the line goes at the end. */
final class TokenProgress implements ComparisonListener, AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000;

    private final Terminal terminal;
    private final long most;
    private long tokens;
    private long drawn = System.nanoTime();
    private int width;

    TokenProgress(Terminal terminal, Comparison comparison) {
        this.terminal = terminal;
        most = (long) comparison.maxTokens()
                * comparison.samples()
                * comparison.temperatures().size();
    }

    @Override
    public void onToken(int temperature, int sample, StepTrace trace) {
        tokens++;
        if (terminal.interactive() && System.nanoTime() - drawn > REDRAW_NANOS) {
            drawn = System.nanoTime();
            String line = String.format(Locale.ROOT, "%,d of at most %,d tokens", tokens, most);
            terminal.err().print("\r" + line);
            terminal.err().flush();
            width = line.length();
        }
    }

    @Override
    public void close() {
        if (width > 0) {
            terminal.err().print("\r" + " ".repeat(width) + "\r");
            terminal.err().flush();
        }
    }
}
