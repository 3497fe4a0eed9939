package io.github.isotherm.cli;

import java.io.IOException;

/** The job of the shell that this program is a part of. */
final class ShellJob {
    private ShellJob() {}

    /**
     * Stops it, as Ctrl-Z does, until the shell lets it go on; does nothing where the system has no such jobs. A signal to the whole
     * group also stops what started this program, for which the shell waits.
     */
    static void stop() {
        try {
            new ProcessBuilder("sh", "-c", "kill -TSTP 0").start().waitFor();
        } catch (IOException e) {
            return; // no shell: nothing to go back to
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
