package io.github.isotherm.generate;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Feeds a prompt in chunks, which bounds the memory of one call and the wait for a cancellation. No chunk is a lone token
 * where two can be had: kernels of int8 activations give a token fed alone slightly other logits.
 */
public final class Prefill {
    private static final int CHUNK = 512;

    private Prefill() {}

    /**
     * Feeds what the session does not hold yet.
     *
     * @param session of one row, holding a beginning of the prompt but not all of it
     * @param prompt the prompt's ids
     * @return the logits after the prompt's last token
     */
    public static Logits feed(Session session, int[] prompt) {
        return feed(session, prompt, () -> false);
    }

    /**
     * Feeds what the session does not hold yet, unless told to stop between two chunks.
     *
     * @param session of one row, holding a beginning of the prompt but not all of it
     * @param prompt the prompt's ids
     * @param stop asked after every chunk
     * @return the logits after the last token fed
     */
    static Logits feed(Session session, int[] prompt, BooleanSupplier stop) {
        int from = session.length();
        while (true) {
            int to = chunkEnd(from, prompt.length);
            Logits logits = session.feed(new int[][] {Arrays.copyOfRange(prompt, from, to)}, 1);
            from = to;
            if (from == prompt.length || stop.getAsBoolean()) {
                return logits;
            }
        }
    }

    private static int chunkEnd(int from, int length) {
        int to = Math.min(length, from + CHUNK);
        return to == length - 1 && to - from > 1 ? to - 1 : to;
    }
}
