package io.github.isotherm.web;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.wire.ListenAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the playground listens.
 *
 * @param host a name or an address of this computer
 * @param port from 0 (any free one) to 65535
 * @param token what requests must bring, or null where only this computer can ask
 */
public record WebOptions(String host, int port, @Nullable String token) {
    /** Where it listens unless told otherwise. */
    public static final String LOOPBACK = ListenAddress.LOOPBACK;

    private static final int LEAST_TOKEN = 16;

    /** Checks the ranges, and that others cannot ask without a token. */
    public WebOptions {
        ListenAddress listen = new ListenAddress(host, port);
        if (token != null && token.length() < LEAST_TOKEN) {
            throw Checks.invalid(
                    "--token", "of " + token.length() + " characters", "at least " + LEAST_TOKEN + " characters long");
        }
        if (token != null && !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Checks.invalid(
                    "--token",
                    "a text with blanks or letters beyond ASCII",
                    "made of visible ASCII characters, as it travels in a header");
        }
        if (token == null && listen.isOpenToOthers()) {
            throw new InvalidValueException("--host is " + host + ", which other computers can reach, so a --token of"
                    + " at least " + LEAST_TOKEN + " characters must be given; leave --host out to stay on this one.");
        }
    }

    ListenAddress listen() {
        return new ListenAddress(host, port);
    }
}
