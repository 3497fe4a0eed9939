package io.github.isotherm.serve;

import io.github.isotherm.error.Checks;
import java.time.Duration;

/**
 * What one connection, and all of them, may take. See the page of limits.
 *
 * @param connections at once, ≥ 1; one more is told 503 and closed
 * @param connectionsPerAddress of one address at once, ≥ 1; one more is told 429 and closed
 * @param headerBytes of a request's headers, ≥ 256; as many for its first line
 * @param bodyBytes of a request's body, ≥ 1
 * @param allBodyBytes of the bodies of all requests at once, ≥ {@code bodyBytes}
 * @param headerTime from the first byte of a request to the end of its headers, above 0
 * @param bodyTime from there to the end of its body, above 0
 * @param idleTime of a connection between two requests, above 0
 * @param stallTime how long a client may take nothing of its answer, or one event may wait for it, above 0
 * @param leastPace bytes a second that a client takes of an answer on average over each stall time while more waits for it than a
 *     sender waits for, ≥ 1
 */
record ConnectionLimits(
        int connections,
        int connectionsPerAddress,
        int headerBytes,
        int bodyBytes,
        long allBodyBytes,
        Duration headerTime,
        Duration bodyTime,
        Duration idleTime,
        Duration stallTime,
        int leastPace) {
    private static final int CONNECTIONS = 4096;
    private static final int CONNECTIONS_PER_ADDRESS = 1024;
    private static final int HEADER_BYTES = 16 << 10;
    private static final int LEAST_HEADER_BYTES = 256;
    private static final int BODY_BYTES = 16 << 20;
    private static final long ALL_BODY_BYTES = 256L << 20;
    private static final Duration HEADER_TIME = Duration.ofSeconds(10);
    private static final Duration BODY_TIME = Duration.ofSeconds(60);
    private static final Duration IDLE_TIME = Duration.ofSeconds(60);
    private static final Duration STALL_TIME = Duration.ofSeconds(30);
    private static final int LEAST_PACE = 1 << 10;

    /** Checks the ranges. */
    ConnectionLimits {
        Checks.atLeast("--connections", connections, 1);
        Checks.atLeast("--connections-per-address", connectionsPerAddress, 1);
        Checks.atLeast("headerBytes", headerBytes, LEAST_HEADER_BYTES);
        Checks.atLeast("--body-bytes", bodyBytes, 1);
        Checks.atLeast("leastPace", leastPace, 1);
        if (allBodyBytes < bodyBytes) {
            throw Checks.invalid("allBodyBytes", Long.toString(allBodyBytes), "at least " + bodyBytes);
        }
    }

    static ConnectionLimits defaults() {
        return new ConnectionLimits(
                CONNECTIONS,
                CONNECTIONS_PER_ADDRESS,
                HEADER_BYTES,
                BODY_BYTES,
                ALL_BODY_BYTES,
                HEADER_TIME,
                BODY_TIME,
                IDLE_TIME,
                STALL_TIME,
                LEAST_PACE);
    }

    ConnectionLimits withConnections(int all, int perAddress) {
        return new ConnectionLimits(
                all,
                perAddress,
                headerBytes,
                bodyBytes,
                allBodyBytes,
                headerTime,
                bodyTime,
                idleTime,
                stallTime,
                leastPace);
    }

    ConnectionLimits withBodyBytes(int each, long all) {
        return new ConnectionLimits(
                connections,
                connectionsPerAddress,
                headerBytes,
                each,
                all,
                headerTime,
                bodyTime,
                idleTime,
                stallTime,
                leastPace);
    }

    ConnectionLimits withTimes(Duration header, Duration body, Duration idle, Duration stall) {
        return new ConnectionLimits(
                connections,
                connectionsPerAddress,
                headerBytes,
                bodyBytes,
                allBodyBytes,
                header,
                body,
                idle,
                stall,
                leastPace);
    }

    ConnectionLimits withLeastPace(int bytes) {
        return new ConnectionLimits(
                connections,
                connectionsPerAddress,
                headerBytes,
                bodyBytes,
                allBodyBytes,
                headerTime,
                bodyTime,
                idleTime,
                stallTime,
                bytes);
    }
}
