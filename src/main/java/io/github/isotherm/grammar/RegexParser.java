package io.github.isotherm.grammar;

import io.github.isotherm.grammar.RegexNode.Ahead;
import io.github.isotherm.grammar.RegexNode.Alternatives;
import io.github.isotherm.grammar.RegexNode.Behind;
import io.github.isotherm.grammar.RegexNode.Characters;
import io.github.isotherm.grammar.RegexNode.Place;
import io.github.isotherm.grammar.RegexNode.Repeated;
import io.github.isotherm.grammar.RegexNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a regular expression as {@link Regex} describes it. */
final class RegexParser {
    private static final int UNBOUNDED = Expressions.UNBOUNDED;

    private final RegexReader in;
    private final RegexEscapes escapes;
    private final Map<CodePoints, RegexNode> characters = new HashMap<>();
    private final Map<Integer, RegexNode> single = new HashMap<>();
    private boolean anyCase;
    private boolean dotIsAll;
    private int depth;

    RegexParser(String pattern) {
        in = new RegexReader(pattern);
        escapes = new RegexEscapes(in);
    }

    RegexNode whole() {
        modifiersOfAll();
        RegexNode all = alternatives();
        if (!in.atEnd()) {
            throw in.wrong(")", "closes nothing; write \\) for the character");
        }
        return all;
    }

    /** As other dialects begin with them. */
    private void modifiersOfAll() {
        int letters = in.modifiersHere();
        if (letters > 0 && in.ahead(2 + letters) == ')') {
            in.skip(2);
            modifiers(letters);
            in.skip(1);
        }
    }

    private void modifiers(int letters) {
        for (int i = 0; i < letters; i++) {
            switch (in.take()) {
                case 'i' -> anyCase = true;
                case 's' -> dotIsAll = true;
                default -> throw in.wrongBefore("(?m)", "is not supported, as a text has one line; leave it out");
            }
        }
    }

    private RegexNode alternatives() {
        List<RegexNode> parts = new ArrayList<>();
        parts.add(sequence());
        while (in.takes('|')) {
            parts.add(sequence());
        }
        return Alternatives.of(parts);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        while (!in.atEnd() && in.peek() != '|' && in.peek() != ')') {
            parts.add(quantified(term()));
        }
        return Sequence.of(parts);
    }

    private RegexNode term() {
        int at = in.take();
        return switch (at) {
            case '^' -> Place.START;
            case '$' -> Place.END;
            case '.' -> characters(dotIsAll ? CodePoints.ALL : CharacterClasses.NO_LINE_END);
            case '(' -> group();
            case '[' -> characters(bracket());
            case '\\' -> escape();
            case '*', '+', '?' ->
                throw in.wrongBefore(
                        Character.toString(at),
                        "repeats nothing; write \\" + Character.toString(at) + " for the character");
            default -> {
                if (at == '{' && in.isQuantifierBehindBrace()) {
                    throw in.wrongBefore("{", "repeats nothing; write \\{ for the character");
                }
                yield character(at);
            }
        };
    }

    private RegexNode character(int point) {
        return single.computeIfAbsent(point, of -> characters(CodePoints.of(of)));
    }

    private RegexNode characters(CodePoints set) {
        CodePoints all = anyCase ? CharacterClasses.anyCase(set) : set;
        return characters.computeIfAbsent(all, Characters::new);
    }

    private RegexNode escape() {
        int letter = in.peek();
        if (letter == 'b' || letter == 'B') {
            in.skip(1);
            return letter == 'b' ? Place.WORD_BOUNDARY : Place.NO_WORD_BOUNDARY;
        }
        CodePoints set = escapes.classEscape();
        return set == null ? character(escapes.character(false)) : characters(set);
    }

    private RegexNode group() {
        int start = in.at() - 1;
        boolean outerCase = anyCase;
        boolean outerDot = dotIsAll;
        in.deeper(++depth);
        RegexNode inside = inGroup();
        if (!in.takes(')')) {
            in.at(start);
            throw in.wrong("(", "is not closed; add a )");
        }
        depth--;
        anyCase = outerCase;
        dotIsAll = outerDot;
        return inside;
    }

    private RegexNode inGroup() {
        if (!in.takes('?')) {
            return alternatives();
        }
        int letters = in.modifiersHere();
        if (letters > 0 && in.ahead(letters) == ':') {
            modifiers(letters);
        }
        if (in.takes(':')) {
            return alternatives();
        }
        if (in.takes('=')) {
            return new Ahead(alternatives(), false);
        }
        if (in.takes('!')) {
            return new Ahead(alternatives(), true);
        }
        if (in.takes("<=")) {
            return behind(false);
        }
        if (in.takes("<!")) {
            return behind(true);
        }
        if (in.takes('<')) {
            in.takeName();
            return alternatives();
        }
        throw in.wrong("(?", "is followed by none of : = ! < i s; write one of them");
    }

    private RegexNode behind(boolean negative) {
        int at = in.at();
        RegexNode what = alternatives();
        if (what instanceof Characters one) {
            return new Behind(one.set(), negative);
        }
        in.at(at);
        throw in.wrong(
                negative ? "(?<!" : "(?<=",
                "looks behind for more than one character, which is not supported; name one");
    }

    private RegexNode quantified(RegexNode of) {
        int at = in.at();
        RegexNode repeated = of;
        if (in.takes('*')) {
            repeated = Repeated.of(of, 0, UNBOUNDED);
        } else if (in.takes('+')) {
            repeated = Repeated.of(of, 1, UNBOUNDED);
        } else if (in.takes('?')) {
            repeated = Repeated.of(of, 0, 1);
        } else if (in.peek() == '{' && in.isQuantifierAhead()) {
            in.skip(1);
            repeated = counted(of);
        }
        if (repeated != of) {
            int behind = in.at();
            checkQuantified(of, at);
            in.at(behind);
            in.takes('?');
            checkOnlyOne();
        }
        return repeated;
    }

    private void checkQuantified(RegexNode of, int at) {
        in.at(at);
        if (of instanceof Place && in.ahead(-1) != ')') {
            throw in.wrong(in.shown(), "repeats a place, not characters; leave it out");
        }
    }

    private void checkOnlyOne() {
        int next = in.peek();
        if (next == '*' || next == '+' || next == '?' || (next == '{' && in.isQuantifierAhead())) {
            throw in.wrong(in.shown(), "repeats a repetition; put what it repeats into (?:…)");
        }
    }

    private RegexNode counted(RegexNode of) {
        int min = in.takeNumber();
        int max = min;
        if (in.takes(',')) {
            max = in.peek() == '}' ? UNBOUNDED : in.takeNumber();
        }
        if (max < min) {
            throw in.wrong("{", "has its larger number first; write the smaller one first");
        }
        in.skip(1);
        return Repeated.of(of, min, max);
    }

    private CodePoints bracket() {
        int start = in.at();
        boolean negative = in.takes('^');
        List<CodePoints> members = new ArrayList<>();
        while (!in.takes(']')) {
            if (in.atEnd()) {
                in.at(start - 1);
                throw in.wrong("[", "is not closed; add a ]");
            }
            members.add(member());
        }
        CodePoints all = CodePoints.union(members);
        // A negated class leaves out each case of a character.
        return negative ? (anyCase ? CharacterClasses.anyCase(all) : all).not() : all;
    }

    private CodePoints member() {
        CodePoints set = in.peek() == '\\' ? escapedClass() : null;
        int from = set == null ? memberCharacter() : -1;
        if (in.peek() != '-' || in.ahead(1) == ']' || in.ahead(1) < 0) {
            return set == null ? CodePoints.of(from) : set;
        }
        int at = in.at();
        in.skip(1);
        CodePoints last = in.peek() == '\\' ? escapedClass() : null;
        if (set != null || last != null) {
            return (set == null ? CodePoints.of(from) : set)
                    .or(CodePoints.of('-'))
                    .or(last == null ? CodePoints.of(memberCharacter()) : last);
        }
        int to = memberCharacter();
        if (to < from) {
            in.at(at);
            throw in.wrong("-", "is a range whose last character comes before its first one; swap them");
        }
        return CodePoints.range(from, to);
    }

    private @Nullable CodePoints escapedClass() {
        in.skip(1);
        CodePoints set = escapes.classEscape();
        if (set == null) {
            in.skip(-1);
        }
        return set;
    }

    private int memberCharacter() {
        int point = in.take();
        return point == '\\' ? escapes.character(true) : point;
    }
}
