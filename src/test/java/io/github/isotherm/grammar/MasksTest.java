package io.github.isotherm.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Masks of random grammars, beside what the bytes of each token do one by one. */
class MasksTest {
    private static final int GRAMMARS = 250;
    private static final List<byte[]> TOKENS = tokens();

    /** Also parts of characters, two ids with the same bytes, ids without any, and long runs. */
    private static List<byte[]> tokens() {
        List<byte[]> tokens = new ArrayList<>();
        Random random = new Random(5);
        String[] parts = {"a", "b", "c", "\"", ":", " ", "é", "€", "\\", "n", "ab"};
        for (int id = 0; id < 400; id++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1 + id % 12); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            int from = id % 7 == 0 ? bytes.length / 2 : 0;
            tokens.add(Arrays.copyOfRange(bytes, from, bytes.length - (id % 5 == 0 ? bytes.length / 3 : 0)));
        }
        tokens.add(new byte[0]);
        tokens.add("a".repeat(20).getBytes(StandardCharsets.UTF_8));
        tokens.add("a".getBytes(StandardCharsets.UTF_8));
        tokens.add("a".getBytes(StandardCharsets.UTF_8));
        return tokens;
    }

    private static TokenTrie trie(long sharedBytes) {
        return TokenTrie.of(TOKENS.size(), TOKENS::get, sharedBytes);
    }

    private static Grammar grammar(int seed) {
        Random random = new Random(seed);
        Grammar.Builder builder = Grammar.builder(GrammarLimits.DEFAULTS);
        Expressions table = builder.expressions();
        Symbol first = builder.expression(random.nextBoolean() ? string(table, random) : drawn(table, random, 4));
        Symbol second = builder.expression(drawn(table, random, 3));
        return builder.build(builder.sequence(builder.repeat(first, 1, 2), builder.optional(second), first));
    }

    /** As strings of JSON: any but some, and so many characters. */
    private static Expression string(Expressions table, Random random) {
        ByteSet escaped = ByteSet.of('"').or(ByteSet.of('\\'));
        Expression character = table.either(List.of(
                table.bytes(ByteSet.range(0x20, 0x7F).and(escaped.not())),
                Utf8.range(table, 0x80, Utf8.LAST),
                table.text("\\n"),
                table.text("\\\"")));
        Expression counted =
                table.repeat(character, random.nextInt(4), 4 + random.nextInt(random.nextBoolean() ? 4 : 40));
        Expression any = table.repeat(character, 0, Expressions.UNBOUNDED);
        Expression but = table.without(
                random.nextBoolean() ? any : counted,
                table.either(List.of(table.text("ab"), table.text("abc"), table.text("é"), drawn(table, random, 2))));
        return table.sequence(
                table.text("\""),
                random.nextInt(3) == 0 ? counted : but,
                table.text(random.nextBoolean() ? "\"" : "\":"));
    }

    private static Expression drawn(Expressions table, Random random, int depth) {
        if (depth == 0) {
            return random.nextBoolean()
                    ? table.bytes(ByteSet.range('a', 'a' + random.nextInt(4)))
                    : table.text(new String[] {"a", "é", "\"", "ab", "€", " "}[random.nextInt(6)]);
        }
        Expression one = drawn(table, random, depth - 1);
        Expression other = drawn(table, random, depth - 1);
        return switch (random.nextInt(7)) {
            case 0 -> table.sequence(one, other);
            case 1 -> table.either(List.of(one, other));
            case 2 -> table.all(List.of(table.repeat(one, 0, Expressions.UNBOUNDED), table.not(other)));
            case 3 -> table.repeat(one, random.nextInt(3), 2 + random.nextInt(30));
            case 4 -> table.all(List.of(table.repeat(one, 0, 9), table.repeat(table.bytes(ByteSet.ALL), 2, 12)));
            case 5 -> table.sequence(table.repeat(one, random.nextInt(9), Expressions.UNBOUNDED), other);
            default -> table.optional(one);
        };
    }

    /** A text that fits, token by token: the mask at each place, by which one is drawn. */
    private static List<BitSet> masks(int seed, TokenTrie trie) {
        List<BitSet> masks = new ArrayList<>();
        Grammar grammar = grammar(seed);
        if (grammar.isEmpty()) {
            return masks;
        }
        Matcher matcher = Constraint.of(grammar, trie).matcher();
        Random random = new Random(seed);
        BitSet mask = set(matcher.allowed(Integer.MAX_VALUE));
        while (masks.size() < 12 && !mask.isEmpty()) {
            masks.add(mask);
            assertThat(matcher.accept(pick(mask, random))).isTrue();
            mask = set(matcher.allowed(Integer.MAX_VALUE));
        }
        masks.add(mask);
        return masks;
    }

    private static int pick(BitSet mask, Random random) {
        int[] ids = mask.stream().toArray();
        return ids[random.nextInt(ids.length)];
    }

    private static BitSet set(TokenSet ids) {
        BitSet set = new BitSet();
        for (int id = ids.next(0); id >= 0; id = ids.next(id + 1)) {
            set.set(id);
        }
        assertThat(ids.size()).isEqualTo(set.cardinality());
        return set;
    }

    private static List<List<BitSet>> allMasks(TokenTrie trie) {
        List<List<BitSet>> all = new ArrayList<>();
        for (int seed = 0; seed < GRAMMARS; seed++) {
            all.add(masks(seed, trie));
        }
        return all;
    }

    @Test
    void aTokenIsInAMaskWhereAllItsBytesFit() {
        TokenTrie trie = trie(SharedMasks.MOST_BYTES);
        int places = 0;
        for (int seed = 0; seed < GRAMMARS; seed++) {
            List<BitSet> masks = masks(seed, trie);
            Random random = new Random(seed);
            Constraint bytes = Constraint.of(grammar(seed), TokenTrie.of(0, id -> new byte[0]));
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (BitSet mask : masks) {
                BitSet expected = new BitSet();
                for (int id = 0; id < TOKENS.size(); id++) {
                    ByteArrayOutputStream longer = new ByteArrayOutputStream();
                    longer.writeBytes(text.toByteArray());
                    longer.writeBytes(TOKENS.get(id));
                    expected.set(id, TOKENS.get(id).length > 0 && bytes.fitting(longer.toByteArray()) >= longer.size());
                }
                assertThat(mask).as("grammar %s behind %s", seed, text).isEqualTo(expected);
                places++;
                if (!mask.isEmpty()) {
                    text.writeBytes(TOKENS.get(pick(mask, random)));
                }
            }
        }
        assertThat(places).isGreaterThan(1000);
    }

    @Test
    void masksAreTheSameWhereTheSharedOnesAreDroppedEachTime() {
        TokenTrie never = trie(0);
        TokenTrie seldom = trie(20_000);
        TokenTrie always = trie(SharedMasks.MOST_BYTES);
        List<List<BitSet>> expected = allMasks(always);
        assertThat(allMasks(never)).isEqualTo(expected);
        assertThat(allMasks(seldom)).isEqualTo(expected);
        assertThat(allMasks(always)).as("once more").isEqualTo(expected);
    }

    @Test
    void eightThreadsWithGrammarsOfTheirOwnAgreeWithOne() throws Exception {
        List<List<BitSet>> expected = allMasks(trie(SharedMasks.MOST_BYTES));
        for (long sharedBytes : new long[] {SharedMasks.MOST_BYTES, 20_000}) {
            TokenTrie trie = trie(sharedBytes);
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Integer> seeds = new ArrayList<>();
                for (int seed = 0; seed < GRAMMARS; seed++) {
                    seeds.add(seed);
                }
                Collections.shuffle(seeds, new Random(1));
                List<Future<List<BitSet>>> found = new ArrayList<>();
                for (int seed : seeds) {
                    found.add(threads.submit(() -> masks(seed, trie)));
                }
                for (int i = 0; i < GRAMMARS; i++) {
                    assertThat(found.get(i).get()).isEqualTo(expected.get(seeds.get(i)));
                }
            } finally {
                threads.shutdown();
            }
        }
    }
}
