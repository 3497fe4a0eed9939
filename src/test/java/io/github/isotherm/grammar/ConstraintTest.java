package io.github.isotherm.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConstraintTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TokenTrie trie(List<String> tokens) {
        return TokenTrie.of(tokens.size(), id -> bytes(tokens.get(id)));
    }

    private static Set<String> texts(TokenSet ids, List<String> tokens) {
        Set<String> texts = new TreeSet<>();
        for (int id = ids.next(0); id >= 0; id = ids.next(id + 1)) {
            texts.add(tokens.get(id));
        }
        return texts;
    }

    /** A random grammar without endless repetitions, and all its strings. */
    private record Drawn(Symbol symbol, Set<String> strings) {}

    private static Drawn drawn(Grammar.Builder grammar, Random random, int depth) {
        switch (depth == 0 ? 0 : random.nextInt(5)) {
            case 0 -> {
                String text = "" + (char) ('a' + random.nextInt(3)) + (random.nextBoolean() ? "b" : "");
                return new Drawn(grammar.text(text), Set.of(text));
            }
            case 1 -> {
                Drawn one = drawn(grammar, random, depth - 1);
                Drawn other = drawn(grammar, random, depth - 1);
                return new Drawn(grammar.sequence(one.symbol, other.symbol), joined(one.strings, other.strings));
            }
            case 2 -> {
                Drawn one = drawn(grammar, random, depth - 1);
                Drawn other = drawn(grammar, random, depth - 1);
                Set<String> either = new HashSet<>(one.strings);
                either.addAll(other.strings);
                return new Drawn(grammar.choice(List.of(one.symbol, other.symbol)), either);
            }
            case 3 -> {
                Drawn part = drawn(grammar, random, depth - 1);
                int min = random.nextInt(2);
                int max = min + random.nextInt(2);
                Set<String> strings = new HashSet<>();
                Set<String> times = Set.of("");
                for (int count = 0; count <= max; count++) {
                    if (count >= min) {
                        strings.addAll(times);
                    }
                    times = joined(times, part.strings);
                }
                return new Drawn(grammar.repeat(part.symbol, min, max), strings);
            }
            default -> {
                Drawn is = drawn(grammar, random, depth - 1);
                Symbol rule = grammar.rule("rule");
                grammar.define(rule, is.symbol);
                return new Drawn(rule, is.strings);
            }
        }
    }

    private static Set<String> joined(Set<String> first, Set<String> second) {
        Set<String> joined = new HashSet<>();
        for (String one : first) {
            for (String other : second) {
                joined.add(one + other);
            }
        }
        return joined;
    }

    private static final List<String> TOKENS =
            List.of("a", "b", "c", "ab", "ba", "bc", "abc", "cab", "bb", "aa", "", "a", "abab", "x", "bab");

    /** The fewest tokens of a text, by trying all cuts. */
    private static int fewest(String text) {
        int[] fewest = new int[text.length() + 1];
        for (int end = 1; end < fewest.length; end++) {
            fewest[end] = 1000;
            for (String token : TOKENS) {
                if (!token.isEmpty() && text.startsWith(token, end - token.length())) {
                    fewest[end] = Math.min(fewest[end], 1 + fewest[end - token.length()]);
                }
            }
        }
        return fewest[text.length()];
    }

    @Test
    void aTextIsEndedWithinEveryNumberOfTokensThatIsEnoughForSomeString() {
        Random random = new Random(11);
        TokenTrie trie = trie(TOKENS);
        int tight = 0;
        for (int round = 0; round < 1_500; round++) {
            Grammar.Builder builder = Grammar.builder(GrammarLimits.DEFAULTS);
            Drawn drawn = drawn(builder, random, 2 + round % 4);
            Constraint constraint = Constraint.of(builder.build(drawn.symbol), trie);
            int least = drawn.strings.stream()
                    .mapToInt(ConstraintTest::fewest)
                    .min()
                    .orElseThrow();
            tight += least < constraint.matcher().leastTokens() ? 1 : 0;
            if (least > 1) {
                assertThat(constraint.matcher().allowed(least - 1).size()).isZero();
            }
            for (int most = Math.max(1, least); most < least + 3; most++) {
                assertThat(ended(constraint.matcher(), most, random)).isIn(drawn.strings);
            }
        }
        assertThat(tight).isGreaterThan(10);
    }

    /** A vocabulary without "c" as a token: where a choice has another way the end is known in bytes, else it is looked for. */
    @Test
    void aByteThatIsNoTokenIsNoWayToTheEnd() {
        List<String> tokens = List.of("a", "b", "abc", "bcb");
        assertThat(texts(constraint("ab*[bc]", tokens).matcher().allowed(2), tokens))
                .containsExactly("a", "abc");
        Matcher either = constraint("ab*[bc]", tokens).matcher();
        assertThat(either.leastTokens()).isEqualTo(2);
        Matcher only = constraint("(ab*)c|abab", tokens).matcher();
        assertThat(texts(only.allowed(1), tokens)).containsExactly("abc");
        assertThat(texts(only.allowed(4), tokens)).containsExactly("a", "abc");
        assertThat(constraint("a+c", tokens).matcher().allowed(50).size()).isZero();
    }

    @Test
    void isWornWhereManyTextsHaveBeenRead() {
        GrammarLimits limits = new GrammarLimits(100_000, 20_000, 100_000, 80, 2_000);
        Constraint constraint = Constraint.of(Regex.grammar("(ab|ba|c){0,60}", limits), trie(List.of("a", "b", "c")));
        Matcher matcher = constraint.matcher();
        assertThat(constraint.isWorn()).isFalse();
        for (int read = 0; read < 25; read++) {
            assertThat(matcher.accept(2)).isTrue();
        }
        assertThat(constraint.isWorn()).isTrue();
        assertThat(matcher.accept(2)).isTrue();
    }

    private static Constraint constraint(String pattern, List<String> tokens) {
        return Constraint.of(Regex.grammar(pattern, GrammarLimits.DEFAULTS), trie(tokens));
    }

    /** A text of at most so many tokens, each drawn from what is allowed. */
    private static String ended(Matcher matcher, int most, Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = most; left > 0; left--) {
            List<Integer> may = ids(matcher.allowed(left));
            if (may.isEmpty()) {
                break;
            }
            int token = may.get(random.nextInt(may.size()));
            assertThat(matcher.accept(token)).isTrue();
            text.append(TOKENS.get(token));
        }
        assertThat(matcher.mayEnd()).isTrue();
        return text.toString();
    }

    private static List<Integer> ids(TokenSet set) {
        List<Integer> ids = new ArrayList<>();
        for (int id = set.first(); id >= 0; id = set.next(id + 1)) {
            ids.add(id);
        }
        return ids;
    }

    /** A token may come where some string of the language goes on with it: found by looking at all strings. */
    @Test
    void tokensAreAllowedWhereAStringGoesOnWithThem() {
        Random random = new Random(7);
        TokenTrie trie = trie(TOKENS);
        int places = 0;
        for (int round = 0; round < 400; round++) {
            Grammar.Builder builder = Grammar.builder(GrammarLimits.DEFAULTS);
            Drawn drawn = drawn(builder, random, 1 + round % 5);
            Constraint constraint = Constraint.of(builder.build(drawn.symbol), trie);
            Matcher matcher = constraint.matcher();
            String text = "";
            while (true) {
                places++;
                Set<String> expected = new TreeSet<>();
                for (String token : TOKENS) {
                    String longer = text + token;
                    if (!token.isEmpty() && drawn.strings.stream().anyMatch(one -> one.startsWith(longer))) {
                        expected.add(token);
                    }
                }
                assertThat(texts(matcher.allowed(Integer.MAX_VALUE), TOKENS))
                        .as("%s behind %s", drawn.strings, text)
                        .isEqualTo(expected);
                assertThat(matcher.mayEnd()).isEqualTo(drawn.strings.contains(text));
                assertThat(constraint.fitting(bytes(text)))
                        .isEqualTo(text.length() + (drawn.strings.contains(text) ? 1 : 0));
                if (expected.isEmpty()) {
                    break;
                }
                String next = new ArrayList<>(expected).get(random.nextInt(expected.size()));
                Matcher before = matcher.copy();
                assertThat(matcher.accept(TOKENS.indexOf("x"))).isFalse();
                assertThat(matcher.accept(TOKENS.indexOf(next))).isTrue();
                assertThat(before.allowed(Integer.MAX_VALUE).contains(TOKENS.indexOf(next)))
                        .as("a copy stays where it is")
                        .isTrue();
                text += next;
            }
        }
        assertThat(places).isGreaterThan(1000);
    }

    /** Whatever is drawn, the text ends within so many tokens. */
    @Test
    void textsEndWithinTheirTokens() {
        Random random = new Random(9);
        List<String> tokens = new ArrayList<>(TOKENS);
        for (int value = 0; value < 256; value++) {
            tokens.add(String.valueOf((char) value));
        }
        TokenTrie trie = TokenTrie.of(tokens.size(), id -> tokens.get(id).getBytes(StandardCharsets.ISO_8859_1));
        for (int round = 0; round < 300; round++) {
            Grammar.Builder builder = Grammar.builder(GrammarLimits.DEFAULTS);
            Symbol value = builder.rule("value");
            Symbol list = builder.sequence(
                    builder.text("a"),
                    builder.repeat(value, random.nextInt(3), Expressions.UNBOUNDED),
                    builder.text("bc"));
            builder.define(value, builder.choice(List.of(list, builder.text("cab"), builder.text("c"))));
            Constraint constraint = Constraint.of(builder.build(list), trie);
            Matcher matcher = constraint.matcher();
            int left = matcher.leastTokens() + random.nextInt(12);
            while (!(matcher.mayEnd() && random.nextInt(3) == 0)) {
                TokenSet allowed = left == 0 ? TokenSet.of() : matcher.allowed(left);
                if (allowed.size() == 0) {
                    break;
                }
                int pick = random.nextInt(allowed.size());
                int id = allowed.first();
                for (int i = 0; i < pick; i++) {
                    id = allowed.next(id + 1);
                }
                assertThat(matcher.accept(id)).isTrue();
                left--;
            }
            assertThat(matcher.mayEnd()).as("round %s", round).isTrue();
            assertThat(left).isGreaterThanOrEqualTo(0);
        }
    }

    /** A token may come where the text with it still fits, byte by byte: over random patterns and bounds beyond any token. */
    @Test
    void tokensAreAllowedWhereTheTextWithThemFits() {
        Random random = new Random(11);
        List<String> tokens =
                List.of("a", "b", "-", " ", "ab", "a-", "--", "b a", "aaaa", "ab-ab", "  ", "ba", "é", "");
        TokenTrie trie = trie(tokens);
        int places = 0;
        for (int round = 0; round < 250; round++) {
            String pattern = RandomPatterns.next(random, 3);
            String bound = "{" + random.nextInt(9) + "," + (9 + random.nextInt(40)) + "}";
            Grammar grammar = Regex.grammar(
                    round % 2 == 0 || pattern.matches(".*([$^]|\\\\[bB]|\\(\\?[=!<]).*")
                            ? pattern
                            : "(?:" + pattern + ")" + bound + "b",
                    GrammarLimits.DEFAULTS);
            Constraint constraint = Constraint.of(grammar, trie);
            Matcher matcher = constraint.matcher();
            StringBuilder text = new StringBuilder();
            while (!grammar.isEmpty() && text.length() < 30) {
                Set<String> expected = new TreeSet<>();
                for (String token : tokens) {
                    byte[] longer = bytes(text + token);
                    if (!token.isEmpty() && constraint.fitting(longer) >= longer.length) {
                        expected.add(token);
                    }
                }
                assertThat(texts(matcher.allowed(Integer.MAX_VALUE), tokens))
                        .as("%s behind '%s'", pattern, text)
                        .isEqualTo(expected);
                if (expected.isEmpty()) {
                    break;
                }
                places++;
                String next = new ArrayList<>(expected).get(random.nextInt(expected.size()));
                assertThat(matcher.accept(tokens.indexOf(next))).isTrue();
                text.append(next);
            }
        }
        assertThat(places).isGreaterThan(800);
    }

    @Test
    void aBoundBeyondAnyTokenIsKeptAndCountsForTheEnd() {
        Grammar grammar = Regex.grammar("(?:a{30,40}|b)c", GrammarLimits.DEFAULTS);
        List<String> tokens = new ArrayList<>(List.of("aa", "aaaa"));
        for (int value = 0; value < 256; value++) {
            tokens.add(String.valueOf((char) value));
        }
        TokenTrie trie = TokenTrie.of(tokens.size(), id -> tokens.get(id).getBytes(StandardCharsets.ISO_8859_1));
        Matcher matcher = Constraint.of(grammar, trie).matcher();
        assertThat(matcher.leastTokens()).as("bc").isEqualTo(2);
        assertThat(texts(matcher.allowed(2), tokens)).containsExactly("b");
        assertThat(texts(matcher.allowed(8), tokens))
                .as("4 · 7 + 2 and c are nine")
                .containsExactly("b");
        assertThat(texts(matcher.allowed(9), tokens)).containsExactly("aa", "aaaa", "b");
        assertThat(texts(matcher.allowed(31), tokens)).containsExactly("a", "aa", "aaaa", "b");
        for (int n = 0; n < 10; n++) {
            assertThat(matcher.accept(tokens.indexOf("aaaa"))).isTrue();
        }
        assertThat(matcher.forced()).isEqualTo(tokens.indexOf("c"));
    }

    @Test
    void membersComeOnceInTheirOrderOrInAny() {
        for (boolean anyOrder : new boolean[] {false, true}) {
            Grammar.Builder builder = Grammar.builder(GrammarLimits.DEFAULTS);
            Members members = new Members(
                    List.of(
                            new Members.Member(builder.text("a"), Members.Times.ONCE),
                            new Members.Member(builder.text("b"), Members.Times.AT_MOST_ONCE),
                            new Members.Member(builder.text("c"), Members.Times.ONCE),
                            new Members.Member(builder.text("d"), Members.Times.ANY)),
                    builder.text(","),
                    anyOrder);
            Constraint constraint = Constraint.of(builder.build(builder.members(members, 0, 4)), trie(List.of("a")));
            Set<String> fitting = new TreeSet<>();
            for (String text : permutations("", 5)) {
                if (constraint.fitting(bytes(text)) == text.length() + 1) {
                    fitting.add(text);
                }
            }
            Set<String> expected = new TreeSet<>();
            for (String text : permutations("", 5)) {
                List<String> parts = List.of(text.split(","));
                boolean once = List.of("a", "b", "c").stream()
                        .allMatch(part -> parts.stream().filter(part::equals).count() <= 1);
                boolean ordered = anyOrder || parts.stream().sorted().toList().equals(parts);
                if (once && ordered && parts.contains("a") && parts.contains("c") && parts.size() <= 4) {
                    expected.add(text);
                }
            }
            assertThat(fitting).isEqualTo(expected).isNotEmpty();
        }
    }

    private static List<String> permutations(String begun, int longest) {
        List<String> all = new ArrayList<>();
        for (String part : List.of("a", "b", "c", "d")) {
            String text = begun.isEmpty() ? part : begun + "," + part;
            all.add(text);
            if (longest > 1) {
                all.addAll(permutations(text, longest - 1));
            }
        }
        return all;
    }

    @Test
    void aRuleThatBeginsWithItselfIsRefusedByName() {
        Grammar.Builder builder = Grammar.builder(GrammarLimits.DEFAULTS);
        Symbol sum = builder.rule("sum");
        builder.define(
                sum,
                builder.choice(List.of(
                        builder.sequence(builder.optional(builder.text("-")), sum, builder.text("+")),
                        builder.text("1"))));
        assertThatThrownBy(() -> builder.build(sum))
                .isInstanceOf(GrammarException.class)
                .hasMessageStartingWith("The rule sum begins with itself");
    }

    @Test
    void aRuleThatNeverEndsIsNoWay() {
        Grammar.Builder builder = Grammar.builder(GrammarLimits.DEFAULTS);
        Symbol endless = builder.rule("endless");
        builder.define(endless, builder.sequence(builder.text("a"), endless));
        Symbol root = builder.choice(List.of(endless, builder.text("ab")));
        List<String> tokens = List.of("a", "b", "aa", "ab");
        Constraint constraint = Constraint.of(builder.build(root), trie(tokens));
        assertThat(texts(constraint.matcher().allowed(9), tokens)).containsExactly("a", "ab");
        assertThat(constraint.fitting(bytes("aab"))).isEqualTo(1);
    }

    @Test
    void aTextThatHasBegunGoesOnBehindItsFirstBytes() {
        List<String> tokens = List.of("a", "b", "c");
        Constraint constraint = Constraint.of(Regex.grammar("ab(c|b)", GrammarLimits.DEFAULTS), trie(tokens));
        assertThat(texts(constraint.matcher(bytes("ab")).orElseThrow().allowed(9), tokens))
                .containsExactly("b", "c");
        assertThat(constraint.matcher(bytes("abc")).orElseThrow().mayEnd()).isTrue();
        assertThat(texts(constraint.matcher(bytes("")).orElseThrow().allowed(9), tokens))
                .containsExactly("a");
        assertThat(constraint.matcher(bytes("ba"))).isEmpty();
    }
}
