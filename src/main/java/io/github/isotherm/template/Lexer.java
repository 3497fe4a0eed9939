package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a template into data and tags with the white space rules of {@code trim_blocks} and {@code lstrip_blocks}: a
 * line break right after a block or comment goes, white space before one on its line goes, {@code -} takes all white
 * space on its side, {@code +} leaves it. Source: jinja2/lexer.py.
 */
final class Lexer {
    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final ExpressionLexer expressions;
    private int at;
    private boolean lineStarting = true;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
        this.expressions = new ExpressionLexer(source, tokens);
    }

    static List<Token> tokens(Source source) {
        Lexer lexer = new Lexer(source);
        while (lexer.at < lexer.text.length()) {
            lexer.next();
        }
        lexer.tokens.add(Token.of(Token.Kind.END, "", lexer.text.length()));
        return lexer.tokens;
    }

    private void next() {
        int tag = nextTag(at);
        if (tag < 0) {
            data(text.substring(at), at);
            at = text.length();
            return;
        }
        int raw = rawBegin(tag);
        if (raw > 0) {
            dataBefore(tag, tag + 2, false);
            at = raw;
            lineStarting = text.charAt(raw - 1) == '\n';
            rawBody(tag);
        } else if (text.charAt(tag + 1) == '#') {
            dataBefore(tag, tag + 2, false);
            comment(tag);
        } else {
            boolean variable = text.charAt(tag + 1) == '{';
            dataBefore(tag, tag + 2, variable);
            expression(tag, variable);
        }
    }

    /** Where the next opening tag of a print statement, block or comment begins, or -1. */
    private int nextTag(int from) {
        for (int brace = text.indexOf('{', from); brace >= 0; brace = text.indexOf('{', brace + 1)) {
            if (brace + 1 < text.length() && "{%#".indexOf(text.charAt(brace + 1)) >= 0) {
                return brace;
            }
        }
        return -1;
    }

    private boolean isSign(int index) {
        return index < text.length() && (text.charAt(index) == '-' || text.charAt(index) == '+');
    }

    private int afterSpace(int from) {
        int end = from;
        while (end < text.length() && Characters.isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Where the text of a raw block starts if its tag begins here, or -1. */
    private int rawBegin(int tag) {
        if (text.charAt(tag + 1) != '%') {
            return -1;
        }
        int name = afterSpace(isSign(tag + 2) ? tag + 3 : tag + 2);
        if (!text.startsWith("raw", name)) {
            return -1;
        }
        int end = afterSpace(name + 3);
        if (text.startsWith("-%}", end)) {
            return afterSpace(end + 3);
        }
        return text.startsWith("%}", end) ? end + 2 : -1;
    }

    /** Emits the data before a tag, stripped as the tag's sign and the block rules say. */
    private void dataBefore(int tag, int signAt, boolean variable) {
        String before = text.substring(at, tag);
        char sign = isSign(signAt) ? text.charAt(signAt) : 0;
        data(stripped(before, sign, variable), at);
    }

    private String stripped(String before, char sign, boolean variable) {
        if (sign == '-') {
            return Splitting.strippedAtEnd(before);
        }
        if (sign == '+' || variable) {
            return before;
        }
        int line = before.lastIndexOf('\n') + 1;
        boolean startsLine = line > 0 || lineStarting;
        boolean blank = line < before.length() && Characters.all(before.substring(line), Characters::isSpace);
        return startsLine && blank ? before.substring(0, line) : before;
    }

    private void data(String data, int offset) {
        if (!data.isEmpty()) {
            tokens.add(Token.of(Token.Kind.DATA, data, offset));
        }
    }

    private void comment(int tag) {
        int from = isSign(tag + 2) ? tag + 3 : tag + 2;
        int close = text.indexOf("#}", from);
        if (close < 0) {
            if (from < text.length()) {
                throw source.error(tag, Failure.of("Missing end of comment tag"));
            }
            at = from;
            return;
        }
        char sign = close > from && isSign(close - 1) ? text.charAt(close - 1) : 0;
        at = afterClosing(close + 2, sign);
        lineStarting = text.charAt(at - 1) == '\n';
    }

    /** Skips what a closing tag takes with it: all white space after {@code -}, one line break without a sign. */
    private int afterClosing(int end, char sign) {
        if (sign == '-') {
            return afterSpace(end);
        }
        return sign == 0 && text.startsWith("\n", end) ? end + 1 : end;
    }

    private void rawBody(int tag) {
        for (int end = text.indexOf("{%", at); end >= 0; end = text.indexOf("{%", end + 1)) {
            int name = afterSpace(isSign(end + 2) ? end + 3 : end + 2);
            int close = text.startsWith("endraw", name) ? afterSpace(name + 6) : -1;
            char sign = close >= 0 && isSign(close) ? text.charAt(close) : 0;
            int percent = sign == 0 ? close : close + 1;
            if (close >= 0 && text.startsWith("%}", percent)) {
                dataBefore(end, end + 2, false);
                at = afterClosing(percent + 2, sign);
                lineStarting = text.charAt(at - 1) == '\n';
                return;
            }
        }
        if (at < text.length()) {
            throw source.error(tag, Failure.of("Missing end of raw directive"));
        }
    }

    private void expression(int tag, boolean variable) {
        Token.Kind begin = variable ? Token.Kind.VARIABLE_BEGIN : Token.Kind.BLOCK_BEGIN;
        tokens.add(Token.of(begin, text.substring(tag, tag + 2), tag));
        int from = isSign(tag + 2) ? tag + 3 : tag + 2;
        int close = expressions.read(from, variable ? "}}" : "%}", !variable);
        if (close < 0) {
            at = text.length();
            return;
        }
        boolean signed = isSign(close);
        Token.Kind end = variable ? Token.Kind.VARIABLE_END : Token.Kind.BLOCK_END;
        tokens.add(Token.of(end, "", close));
        char sign = signed ? text.charAt(close) : 0;
        int after = close + (signed ? 3 : 2);
        at = variable ? (sign == '-' ? afterSpace(after) : after) : afterClosing(after, sign);
        lineStarting = text.charAt(at - 1) == '\n';
    }
}
