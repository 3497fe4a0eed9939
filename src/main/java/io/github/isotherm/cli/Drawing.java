package io.github.isotherm.cli;

import io.github.isotherm.report.BarStyle;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/**
 * How bars are drawn. Data that goes to a file or a pipe is the same everywhere: Unicode, no colours. On a terminal bars are
 * coloured unless {@code NO_COLOR} is set, and made of ASCII where the locale is not UTF-8.
 */
final class Drawing {
    private static final Pattern BAR = Pattern.compile("(?m)\\|([█▉▊▋▌▍▎▏#]+)( *\\|)(?= {2}|$)");
    private static final Pattern HEADING = Pattern.compile("(?m)^T = \\S+");
    private static final String BLUE = "\033[34m";
    private static final String BOLD = "\033[1m";
    private static final String PLAIN = "\033[0m";

    @Option(names = "--ascii", description = "Draws bars with #, for terminals without Unicode.")
    private boolean ascii;

    BarStyle bars(Terminal terminal) {
        return ascii || (terminal.interactive() && !isUnicode(terminal.environment()))
                ? BarStyle.ASCII
                : BarStyle.UNICODE;
    }

    /** Colours bars and headings where a person watches. */
    static String coloured(Terminal terminal, String table) {
        if (!isColoured(terminal)) {
            return table;
        }
        String bars = BAR.matcher(table).replaceAll("|" + BLUE + "$1" + PLAIN + "$2");
        return HEADING.matcher(bars).replaceAll(BOLD + "$0" + PLAIN);
    }

    /** Whether colours may be written: a person watches and has not refused them. */
    static boolean isColoured(Terminal terminal) {
        String refused = terminal.variable("NO_COLOR");
        return terminal.interactive()
                && (refused == null || refused.isEmpty())
                && !"dumb".equals(terminal.variable("TERM"));
    }

    /** Whether the locale's characters are Unicode; Windows has no such variables and its JVM says what the console takes. */
    static boolean isUnicode(Map<String, String> environment) {
        String encoding = System.getProperty("os.name").startsWith("Windows") ? console() : locale(environment);
        String name = encoding.toUpperCase(Locale.ROOT);
        return name.contains("UTF-8") || name.contains("UTF8");
    }

    private static String console() {
        return System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", "UTF-8"));
    }

    /** POSIX: the first of the three that is set and not empty. */
    private static String locale(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "C";
    }
}
