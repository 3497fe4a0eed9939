package io.github.isotherm.template;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tokens inside a tag, up to its end outside of all brackets. */
final class ExpressionLexer {
    private static final Pattern FLOAT = Pattern.compile(
            "(?<!\\.)(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][+\\-]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+)");
    private static final Pattern INTEGER = Pattern.compile(
            "0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\\da-f])+|[1-9](?:_?\\d)*|0(?:_?0)*", Pattern.CASE_INSENSITIVE);
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final Source source;
    private final String text;
    private final List<Token> tokens;
    private final Deque<String> brackets = new ArrayDeque<>();
    private int at;

    ExpressionLexer(Source source, List<Token> tokens) {
        this.source = source;
        this.text = source.text();
        this.tokens = tokens;
    }

    /** Reads up to a closing tag and returns where it (its sign included) starts, or -1 at the end of the text. */
    int read(int from, String close, boolean plusToo) {
        at = from;
        brackets.clear();
        while (at < text.length()) {
            if (brackets.isEmpty() && closesHere(close, plusToo)) {
                return at;
            }
            next();
        }
        return -1;
    }

    private boolean closesHere(String close, boolean plusToo) {
        char c = text.charAt(at);
        boolean signed = c == '-' || (plusToo && c == '+');
        return text.startsWith(close, signed ? at + 1 : at);
    }

    private void next() {
        int point = text.codePointAt(at);
        if (Characters.isSpace(point)) {
            at++;
        } else if (point >= '0' && point <= '9') {
            number();
        } else if (Characters.isWord(point) || isMark(point)) {
            name();
        } else if (point == '\'' || point == '"') {
            string((char) point);
        } else {
            operator();
        }
    }

    /** Combining marks, which Python's identifiers may contain. */
    private static boolean isMark(int point) {
        return point > 0x7f && Characters.isIdentifierPart(point);
    }

    private void number() {
        Matcher number = FLOAT.matcher(text).region(at, text.length()).useTransparentBounds(true);
        if (number.lookingAt()) {
            double value = Double.parseDouble(number.group().replace("_", ""));
            tokens.add(new Token(Token.Kind.FLOAT, number.group(), value, at));
        } else {
            number = INTEGER.matcher(text).region(at, text.length());
            if (!number.lookingAt()) {
                throw source.error(at, Failure.of("unexpected char %s", Repr.quote(text.substring(at, at + 1))));
            }
            tokens.add(new Token(Token.Kind.INTEGER, number.group(), integer(number.group()), at));
        }
        at = number.end();
    }

    private Object integer(String literal) {
        String digits = literal.replace("_", "").toLowerCase(Locale.ROOT);
        if (digits.length() > 4300) {
            throw source.error(at, Failure.of("Exceeds the limit (4300 digits) for integer string conversion"));
        }
        int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
        return Numbers.normal(new BigInteger(radix == 10 ? digits : digits.substring(2), radix));
    }

    private void name() {
        int end = at;
        while (end < text.length() && (Characters.isWord(text.codePointAt(end)) || isMark(text.codePointAt(end)))) {
            end += Character.charCount(text.codePointAt(end));
        }
        String name = text.substring(at, end);
        if (!Characters.isIdentifier(name)) {
            throw source.error(at, Failure.of("Invalid character in identifier"));
        }
        tokens.add(Token.of(Token.Kind.NAME, name, at));
        at = end;
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw source.error(at, Failure.of("unexpected char %s: the string does not end", Repr.quote("" + quote)));
        }
        String raw = text.substring(at + 1, end);
        try {
            String value = raw.indexOf('\\') < 0 ? raw : StringEscapes.decode(raw);
            tokens.add(new Token(Token.Kind.STRING, "", value, at));
        } catch (Failure failure) {
            throw source.error(at, failure);
        }
        at = end + 1;
    }

    private void operator() {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                balance(operator);
                tokens.add(Token.of(Token.Kind.OPERATOR, operator, at));
                at += operator.length();
                return;
            }
        }
        String character = text.substring(at, text.offsetByCodePoints(at, 1));
        throw source.error(at, Failure.of("unexpected char %s", Repr.quote(character)));
    }

    private void balance(String operator) {
        switch (operator) {
            case "{" -> brackets.push("}");
            case "(" -> brackets.push(")");
            case "[" -> brackets.push("]");
            case "}", ")", "]" -> close(operator);
            default -> {}
        }
    }

    private void close(String operator) {
        if (brackets.isEmpty()) {
            throw source.error(at, Failure.of("unexpected '%s'", operator));
        }
        String expected = brackets.pop();
        if (!expected.equals(operator)) {
            throw source.error(at, Failure.of("unexpected '%s', expected '%s'", operator, expected));
        }
    }
}
