package io.github.isotherm.cli;

import io.github.isotherm.error.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers why it could not be written: print streams keep quiet about it. A reader that has gone, as
 * {@code head} does, is none of the program's affairs.
 */
final class CheckedOutput extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable IOException failure;

    CheckedOutput(OutputStream out) {
        this.out = out;
    }

    private interface Writing {
        void write() throws IOException;
    }

    private void watch(Writing writing) throws IOException {
        try {
            writing.write();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public void write(int value) throws IOException {
        watch(() -> out.write(value));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        watch(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() throws IOException {
        watch(out::flush);
    }

    @Override
    public void close() throws IOException {
        watch(out::close);
    }

    /** Why something is missing there; empty where nothing is, or nobody reads any more. */
    Optional<String> failure() {
        IOException e = failure;
        String why = e == null ? "" : Fault.reason(e);
        String lower = why.toLowerCase(Locale.ROOT);
        boolean gone = lower.contains("broken pipe")
                || lower.contains("epipe")
                || lower.contains("pipe is being closed")
                || lower.contains("pipe has been ended");
        return e == null || gone ? Optional.empty() : Optional.of(why);
    }
}
