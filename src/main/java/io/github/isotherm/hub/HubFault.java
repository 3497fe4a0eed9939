package io.github.isotherm.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong between here and a host: a clause that names both, and whether another attempt may help. */
final class HubFault extends IOException {
    private static final long serialVersionUID = 1L;

    private static final Pattern TUNNEL = Pattern.compile("Tunnel failed, got: (\\d+)");

    private final String clause;
    private final boolean isPassing;

    private HubFault(String clause, boolean isPassing, @Nullable Throwable cause) {
        super(clause, cause);
        this.clause = clause;
        this.isPassing = isPassing;
    }

    /** One that another attempt would meet again. */
    static HubFault lasting(String clause) {
        return new HubFault(clause, false, null);
    }

    /** One that may be over soon. */
    static HubFault passing(String clause) {
        return new HubFault(clause, true, null);
    }

    String clause() {
        return clause;
    }

    boolean isPassing() {
        return isPassing;
    }

    /** What an exception of the JDK's client means, the host being named as it was reached. */
    static HubFault of(Throwable failure, String host, Duration patience) {
        String clause = lasting(failure, host, patience);
        return clause != null
                ? new HubFault(clause, false, failure)
                : new HubFault(broken(failure, host), true, failure);
    }

    private static @Nullable String lasting(Throwable failure, String host, Duration patience) {
        if (find(failure, UnresolvedAddressException.class) != null
                || find(failure, UnknownHostException.class) != null) {
            return "no address is known of " + host + "; check the network and the name";
        }
        if (find(failure, HttpConnectTimeoutException.class) != null) {
            return host + " could not be reached within " + seconds(patience);
        }
        if (find(failure, HttpTimeoutException.class) != null) {
            return host + " did not answer within " + seconds(patience);
        }
        SSLException secure = find(failure, SSLException.class);
        return secure != null ? insecure(secure, host) : unreached(failure, host);
    }

    private static @Nullable String unreached(Throwable failure, String host) {
        String message = message(failure);
        if (find(failure, NoRouteToHostException.class) != null || message.contains("unreachable")) {
            return "there is no way to " + host + "; check the network";
        }
        if (message.contains("timed out")) {
            return host + " could not be reached: the connection timed out";
        }
        Matcher tunnel = TUNNEL.matcher(message);
        if (tunnel.find()) {
            return host + " was not reached: the proxy answers " + tunnel.group(1);
        }
        return find(failure, ConnectException.class) == null ? null : host + " refuses the connection";
    }

    private static String insecure(SSLException failure, String host) {
        String begin = "there is no secure connection to " + host + ": ";
        if (find(failure, CertificateExpiredException.class) != null) {
            return begin + "its certificate has expired";
        }
        if (find(failure, CertificateNotYetValidException.class) != null) {
            return begin + "its certificate is not valid yet; check the clock of this machine";
        }
        if (find(failure, CertPathBuilderException.class) != null) {
            return begin
                    + "its certificate is of an authority that this Java does not trust; where a proxy reads along,"
                    + " name its certificate with -Djavax.net.ssl.trustStore";
        }
        if (find(failure, CertificateException.class) != null) {
            return begin + "its certificate is not of this host";
        }
        return begin
                + (message(failure).toLowerCase(Locale.ROOT).contains("unrecognized")
                        ? "it does not speak TLS"
                        : "TLS failed");
    }

    private static String broken(Throwable failure, String host) {
        String message = message(failure);
        boolean closed = failure instanceof SocketException
                || message.contains("EOF")
                || message.contains("received no bytes")
                || message.contains("reset")
                || message.contains("closed")
                || message.contains("bytes received");
        return closed ? host + " broke the connection off" : host + " gave an answer that is no HTTP";
    }

    private static String message(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null && all.length() < 1000; cause = cause.getCause()) {
            all.append(cause.getMessage() == null ? "" : cause.getMessage() + "\n");
        }
        return all.toString();
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** A time as people write it. */
    static String seconds(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        return (seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds)) + " s";
    }
}
