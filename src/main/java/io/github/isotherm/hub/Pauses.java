package io.github.isotherm.hub;

import java.time.Duration;
import java.time.Instant;

/** The clock of a download and its waits, so that tests need not wait. */
interface Pauses {
    /** Those of this machine. */
    Pauses REAL = new Pauses() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
        }
    };

    Instant now();

    void pause(Duration time) throws InterruptedException;
}
