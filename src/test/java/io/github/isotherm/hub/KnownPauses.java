package io.github.isotherm.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A clock that waiting moves, and that remembers each wait. */
final class KnownPauses implements Pauses {
    final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void pause(Duration time) {
        waits.add(time);
        now = now.plus(time);
    }
}
