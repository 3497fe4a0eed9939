package io.github.isotherm.tokenizer.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression of a tokenizer, in the part of Oniguruma's Ruby syntax that tokenizers need, measured by how much work
 * it can make. An engine that backtracks gives up after ten million steps, and the native library then ends the process.
 */
final class Expression {
    /** A run without a break that expressions take whose work grows with its length alone; the engine takes ten times as much. */
    static final int LONGEST_RUN = 1_000_000;

    /** Where the work may grow with the square of the run. */
    static final int LONGEST_SQUARE_RUN = 20_000;

    /** Where it may grow with the cube. */
    static final int LONGEST_CUBE_RUN = 1_000;

    private static final int LONGEST = 10_000;
    private static final int DEEPEST = 50;
    private static final int MOST_TIMES = 1_000;
    private static final double MOST_WAYS = 100_000;

    /** A class of all characters but some. */
    private static final Pattern COMPLEMENT = Pattern.compile("\\\\[WDHP]");

    private static final Pattern TIMES = Pattern.compile("\\{(?:(\\d{1,6})|(\\d{0,6}),(\\d{0,6}))}");

    private final Node node;
    private final String text;
    private int at;
    private int depth;
    /** Whether some repetition without end takes white space and other characters alike. */
    private boolean mixes;
    /** Whether the part that was read last takes both. */
    private boolean mixed;

    private Expression(Node node, String text) {
        this.node = node;
        this.text = text;
    }

    /**
     * What is known of an expression.
     *
     * @param least the fewest characters it matches
     * @param run the longest run it can be given
     * @param mixed whether that run is the text itself, else white space or what is none
     */
    record Measured(int least, int run, boolean mixed) {}

    static Measured of(Node node) {
        String text = node.text(LONGEST);
        if (text.isEmpty()) {
            throw node.refused("is an empty expression");
        }
        Expression expression = new Expression(node, text);
        Reach reach = expression.alternatives();
        if (expression.at < text.length()) {
            throw expression.refused("has an unopened ')'");
        }
        if (PublishedExpressions.contains(text)) {
            return new Measured(reach.least(), LONGEST_RUN, false);
        }
        return expression.measured(reach);
    }

    private Measured measured(Reach reach) {
        if (reach.loops() > 2) {
            throw refused("has more than two repetitions without end that can fail one behind another");
        }
        if (reach.ways() > MOST_WAYS) {
            throw refused("can match one text in more than " + (int) MOST_WAYS + " ways");
        }
        int run = reach.loops() == 0 ? LONGEST_RUN : reach.loops() == 1 ? LONGEST_SQUARE_RUN : LONGEST_CUBE_RUN;
        return new Measured(reach.least(), run, mixes);
    }

    private Reach alternatives() {
        if (++depth > DEEPEST) {
            throw refused("has more than " + DEEPEST + " brackets in each other");
        }
        Reach all = sequence();
        while (takes("|")) {
            all = all.or(sequence());
        }
        depth--;
        return all;
    }

    private Reach sequence() {
        Reach all = Reach.NOTHING;
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            int from = at;
            mixed = false;
            all = all.then(repeated(atom(), from));
        }
        return all;
    }

    private Reach atom() {
        char c = text.charAt(at);
        return switch (c) {
            case '(' -> group();
            case '[' -> set();
            case '\\' -> escape(false);
            case '^', '$' -> anchor();
            case '*', '+', '?' -> throw refused("repeats nothing at character " + (at + 1));
            case '.' -> {
                at++;
                mixed = true;
                yield Reach.CHARACTER;
            }
            default -> {
                at += Character.charCount(text.codePointAt(at));
                yield Reach.CHARACTER;
            }
        };
    }

    private Reach anchor() {
        at++;
        return Reach.NOTHING;
    }

    private Reach group() {
        at++;
        if (!takes("?")) {
            return closed(alternatives());
        }
        if (takes("=") || takes("!") || takes("<=") || takes("<!")) {
            return closed(alternatives()).around();
        }
        if (takes(":") || takes(">")) {
            return closed(alternatives());
        }
        int from = at;
        while (at < text.length() && "im-".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at > from && takes(")")) {
            return Reach.NOTHING;
        }
        if (at > from && takes(":")) {
            return closed(alternatives());
        }
        throw refused("has a group of an unknown kind at character " + from);
    }

    private Reach closed(Reach inside) {
        if (!takes(")")) {
            throw refused("has an unclosed '('");
        }
        return inside;
    }

    /** A set in brackets; others may stand in it. */
    private Reach set() {
        int from = at++;
        boolean other = takes("^");
        if (at < text.length() && text.charAt(at) == ']') {
            at++;
        }
        while (at < text.length() && text.charAt(at) != ']') {
            member();
        }
        if (!takes("]")) {
            throw refused("has an unclosed '[' at character " + (from + 1));
        }
        mixed = mixes(text.substring(from + 1, at - 1), other);
        return Reach.CHARACTER;
    }

    private void member() {
        if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
            at = text.indexOf(":]", at) + 2;
        } else if (text.charAt(at) == '[') {
            if (++depth > DEEPEST) {
                throw refused("has more than " + DEEPEST + " brackets in each other");
            }
            set();
            depth--;
        } else if (text.charAt(at) == '\\') {
            escape(true);
        } else {
            at++;
        }
    }

    private static boolean mixes(String members, boolean other) {
        if (other) {
            return !members.contains("\\s");
        }
        boolean blank = members.contains("\\s") || members.contains(" ");
        return COMPLEMENT.matcher(members).find() || members.contains("^") || (blank && members.length() > 2);
    }

    private Reach escape(boolean inSet) {
        int from = at++;
        if (at >= text.length()) {
            throw refused("ends with a backslash");
        }
        char c = text.charAt(at++);
        mixed = "DWH".indexOf(c) >= 0 || c == 'P';
        if ("sSdDwWhHnrtfvae".indexOf(c) >= 0 || (c < 128 && !Character.isLetterOrDigit(c)) || (c == 'b' && inSet)) {
            return Reach.CHARACTER;
        }
        if (!inSet && "bBAzZ".indexOf(c) >= 0) {
            return Reach.NOTHING;
        }
        if (c == 'p' || c == 'P') {
            return closedBy('{', "^ _-=", from);
        }
        if (c == 'x' && at < text.length() && text.charAt(at) == '{') {
            return closedBy('{', "", from);
        }
        int digits = c == 'u' ? 4 : c == 'x' ? 2 : 0;
        boolean whole = digits > 0 && at + digits <= text.length() && isHexadecimal(text.substring(at, at + digits));
        if (!whole || (c == 'x' && text.charAt(at) > '7')) {
            throw refused(
                    "has the escape \"" + Node.shown(text.substring(from, at)) + "\", which tokenizers do not need");
        }
        at += digits;
        return Reach.CHARACTER;
    }

    private static boolean isHexadecimal(String digits) {
        return digits.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
    }

    private Reach closedBy(char open, String beside, int from) {
        int end = text.indexOf('}', at);
        boolean named = at < text.length() && text.charAt(at) == open && end > at + 1;
        if (!named
                || !text.substring(at + 1, end)
                        .chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || beside.indexOf(c) >= 0))) {
            throw refused("has the escape \"" + Node.shown(text.substring(from, Math.min(text.length(), from + 10)))
                    + "\", which names nothing");
        }
        at = end + 1;
        return Reach.CHARACTER;
    }

    private Reach repeated(Reach atom, int from) {
        Reach reach = atom;
        while (at < text.length()) {
            char c = text.charAt(at);
            Matcher times = TIMES.matcher(text).region(at, text.length());
            if ("*+?".indexOf(c) >= 0) {
                at++;
                reach = repeated(reach, c == '+' ? 1 : 0, c == '?' ? 1 : Reach.WITHOUT_END, from);
                if (!takes("?")) {
                    takes("+");
                }
            } else if (times.lookingAt() && times.end() - at > 3 - (times.group(1) == null ? 0 : 1)) {
                at = times.end();
                reach = repeated(reach, count(times, 1, 2, 0), count(times, 1, 3, Reach.WITHOUT_END), from);
            } else {
                return reach;
            }
        }
        return reach;
    }

    private static int count(Matcher times, int exact, int bound, int absent) {
        String digits = times.group(exact) == null ? times.group(bound) : times.group(exact);
        return digits.isEmpty() ? absent : Integer.parseInt(digits);
    }

    private Reach repeated(Reach reach, int fewest, int most, int from) {
        String shown = Node.shown(text.substring(from, at));
        if (most == Reach.WITHOUT_END && fewest <= MOST_TIMES) {
            if (!reach.isRepeatable()) {
                throw refused("repeats without end what has no fixed length or can match in more than one way: \""
                        + shown + "\"");
            }
            mixes |= mixed;
            return reach.withoutEnd(fewest);
        }
        if (most > MOST_TIMES || fewest > most) {
            throw refused("repeats \"" + shown + "\", which must be at most " + MOST_TIMES + " times");
        }
        Reach times = reach.times(fewest, most);
        if (times.ways() > MOST_WAYS
                || times.loops() > 2
                || (times.most() > 10 * MOST_TIMES && reach.most() != Reach.WITHOUT_END)) {
            throw refused("can match one text in too many ways or is too long: \"" + shown + "\"");
        }
        return times;
    }

    private boolean takes(String mark) {
        if (text.startsWith(mark, at)) {
            at += mark.length();
            return true;
        }
        return false;
    }

    private Refused refused(String fault) {
        return node.refused("is the expression \"" + Node.shown(text) + "\", which " + fault);
    }
}
