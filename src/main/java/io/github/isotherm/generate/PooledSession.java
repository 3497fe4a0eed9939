package io.github.isotherm.generate;

import io.github.isotherm.error.Checks;
import java.util.Arrays;

/**
 * A session on loan from a pool: knows which tokens it holds that were fed as a prompt. A token fed alone goes through
 * other kernels than two at once, so what was generated is not a prompt's beginning, even where the ids are the same.
 */
final class PooledSession implements Session {
    /** A prompt's last two tokens are always fed: one alone would get other logits. */
    private static final int ALWAYS_FED = 2;

    private final Session session;
    private int[] ids = new int[0];
    private int prefilled;
    private boolean cancelled;
    private boolean lent;
    private long turn;
    private StateDemand demand = StateDemand.of(1);
    private int allowedRows;

    PooledSession(Session session) {
        this.session = session;
    }

    /** How many tokens of a prompt need not be fed again. */
    int reusable(int[] prompt) {
        int most = Math.max(0, Math.min(prefilled, prompt.length - ALWAYS_FED));
        int mismatch = Arrays.mismatch(ids, 0, most, prompt, 0, most);
        return mismatch < 0 ? most : mismatch;
    }

    /** What the next loan may use: rows up to a number, as long as it demanded. */
    void allow(StateDemand asked, int rows) {
        demand = asked;
        allowedRows = rows;
    }

    /** Begins a loan for a prompt: keeps the beginning they have in common. */
    void lend(int[] prompt) {
        synchronized (this) {
            lent = true;
        }
        rewind(reusable(prompt));
    }

    /** Ends a loan; what comes too late to stop it must not stop the next one. Tells whether it may be lent again. */
    synchronized boolean giveBack(long now) {
        lent = false;
        turn = now;
        return !cancelled && session.rows() == 1;
    }

    /** When it was last given back. */
    long turn() {
        return turn;
    }

    @Override
    public int rows() {
        return session.rows();
    }

    @Override
    public int length() {
        return session.length();
    }

    @Override
    public Logits feed(int[][] tokens, int keepLast) {
        boolean grows = tokens.length == 1 && tokens[0].length > 1 && session.length() == prefilled;
        Logits logits = session.feed(tokens, keepLast);
        if (grows) {
            ids = Arrays.copyOf(ids, Math.max(ids.length, prefilled + tokens[0].length));
            System.arraycopy(tokens[0], 0, ids, prefilled, tokens[0].length);
            prefilled += tokens[0].length;
        }
        return logits;
    }

    @Override
    public void rewind(int length) {
        session.rewind(length);
        prefilled = Math.min(prefilled, length);
    }

    @Override
    public Session fork(int rows) {
        return session.fork(rows);
    }

    @Override
    public int forkableRows(int tokens) {
        if (tokens > demand.rowTokens()) {
            throw Checks.invalid(
                    "length of forked rows",
                    Integer.toString(tokens),
                    "at most the " + demand.rowTokens() + " tokens demanded");
        }
        return allowedRows;
    }

    @Override
    public void retain(int[] rows) {
        session.retain(rows);
        prefilled = 0;
    }

    @Override
    public long bytes() {
        return session.bytes();
    }

    @Override
    public synchronized void cancel() {
        if (lent) {
            cancelled = true;
            session.cancel();
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
