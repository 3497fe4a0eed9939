package io.github.isotherm.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a vocabulary by their bytes, as a tree that is walked in one direction: node by node in the order of their
 * bytes, past everything below a node that does not fit. Ids without bytes, and those that are left out, are not in it.
 * Immutable.
 */
public final class TokenTrie {
    private final int vocabularySize;
    /** By node: its byte, how deep it is (the root is 0), the first node that is not below it, its first token or -1. */
    private final byte[] value;

    private final short[] depth;
    private final int[] end;
    private final int[] token;
    /** By id: another id with the same bytes, or -1. */
    private final int[] same;

    /** By node: the length of the longest token below it, from there on. */
    private final short[] height;

    /** By node: which bytes are below it, where all are ASCII; else all bits. */
    private final long[] lowBelow;

    private final long[] highBelow;

    /** By a token's first byte: its node, or the next one's. */
    private final int[] first = new int[257];

    private final int deepest;
    private final byte[][] bytes;
    private final @Nullable TokenSet[] quoted = new TokenSet[3];
    private final SharedMasks shared;

    private TokenTrie(Building built, byte[][] bytes, int[] same, long sharedBytes) {
        this.bytes = bytes;
        vocabularySize = bytes.length;
        this.same = same;
        value = Arrays.copyOf(built.value, built.size);
        depth = Arrays.copyOf(built.depth, built.size);
        end = Arrays.copyOf(built.end, built.size);
        token = Arrays.copyOf(built.token, built.size);
        height = heights();
        deepest = height[0];
        int node = 1;
        for (int byteValue = 0; byteValue <= 256; byteValue++) {
            first[byteValue] = node;
            node = node < value.length && value(node) == byteValue ? end[node] : node;
        }
        lowBelow = new long[value.length];
        highBelow = new long[value.length];
        findBytesBelow();
        shared = new SharedMasks(this, sharedBytes);
    }

    private void findBytesBelow() {
        int[] path = new int[deepest + 1];
        for (int at = 1; at < value.length; at++) {
            path[depth[at]] = at;
            int above = path[depth[at] - 1];
            int which = value(at);
            lowBelow[above] |= which < 64 ? 1L << which : which < 128 ? 0 : -1L;
            highBelow[above] |= which < 64 ? 0 : which < 128 ? 1L << which : -1L;
        }
        for (int at = value.length - 1; at > 0; at--) {
            int next = at + 1;
            while (next < end[at]) {
                lowBelow[at] |= lowBelow[next];
                highBelow[at] |= highBelow[next];
                next = end[next];
            }
        }
    }

    /** Whether all bytes below a node are among some of ASCII. */
    boolean hasOnlyBelow(int node, long low, long high) {
        return (lowBelow[node] & ~low) == 0 && (highBelow[node] & ~high) == 0;
    }

    /** Adds all tokens below a node. */
    void addBelow(int node, long[] ids) {
        for (int at = node + 1; at < end[node]; at++) {
            addTokens(at, ids);
        }
    }

    private short[] heights() {
        short[] heights = new short[value.length];
        int[] path = new int[Short.MAX_VALUE];
        for (int node = 1; node < heights.length; node++) {
            path[depth[node]] = node;
            for (int above = depth[node] - 1; above >= 0 && heights[path[above]] < depth[node] - above; above--) {
                heights[path[above]] = (short) (depth[node] - above);
            }
        }
        return heights;
    }

    /**
     * Whether a token begins with some bytes and goes on behind them.
     *
     * @param text bytes
     * @param from where in them those begin
     * @return true where more than they could be one token
     */
    public boolean hasLonger(byte[] text, int from) {
        int node = 0;
        for (int at = from; at < text.length; at++) {
            node = child(node, text[at]);
            if (node < 0) {
                return false;
            }
        }
        return end[node] > node + 1;
    }

    /**
     * Adds the tokens of some bytes to a set.
     *
     * @param text exactly their bytes
     * @param ids the set: 64 ids a word, the lowest bit first
     */
    public void addTokens(byte[] text, long[] ids) {
        int node = 0;
        for (byte b : text) {
            node = child(node, b);
            if (node < 0) {
                return;
            }
        }
        addTokens(node, ids);
    }

    /**
     * The tokens with a double quote in them.
     *
     * @param times how many there are at least, 1 or 2
     * @return their ids, worked out once
     */
    public TokenSet quoted(int times) {
        TokenSet there = quoted[times];
        if (there == null) {
            there = TokenSet.where(vocabularySize, id -> quotes(bytes[id]) >= times);
            quoted[times] = there;
        }
        return there;
    }

    private static int quotes(byte[] text) {
        int count = 0;
        for (byte b : text) {
            count += b == '"' ? 1 : 0;
        }
        return count;
    }

    /** The node of a byte below another; -1 where there is none. */
    int child(int node, byte wanted) {
        int below = node + 1;
        while (below < end[node] && value[below] != wanted) {
            below = end[below];
        }
        return below < end[node] ? below : -1;
    }

    /**
     * The tree of a vocabulary.
     *
     * @param size ids, ≥ 0
     * @param bytes of an id; empty for one that stands for no text, such as a special token
     * @return the tree
     */
    public static TokenTrie of(int size, IntFunction<byte[]> bytes) {
        return of(size, bytes, SharedMasks.MOST_BYTES);
    }

    /** As {@link #of(int, IntFunction)}, where masks that grammars share take so many bytes, or a little more. */
    static TokenTrie of(int size, IntFunction<byte[]> bytes, long sharedBytes) {
        List<byte[]> all = new ArrayList<>(size);
        List<Integer> ids = new ArrayList<>(size);
        for (int id = 0; id < size; id++) {
            byte[] text = bytes.apply(id);
            all.add(text);
            if (text.length > 0 && text.length < Short.MAX_VALUE) {
                ids.add(id);
            }
        }
        ids.sort((one, other) -> {
            int order = Arrays.compareUnsigned(all.get(one), all.get(other));
            return order == 0 ? Integer.compare(one, other) : order;
        });
        int[] same = new int[size];
        Arrays.fill(same, -1);
        Building building = new Building();
        byte[] before = {};
        int last = -1;
        for (int id : ids) {
            byte[] text = all.get(id);
            if (last >= 0 && Arrays.equals(text, before)) {
                same[last] = id;
            } else {
                building.add(text, before, id);
            }
            before = text;
            last = id;
        }
        building.close(0);
        return new TokenTrie(building, all.toArray(byte[][]::new), same, sharedBytes);
    }

    /** Grows by texts in order. */
    private static final class Building {
        private byte[] value = new byte[1024];
        private short[] depth = new short[1024];
        private int[] end = new int[1024];
        private int[] token = new int[1024];
        private int[] path = new int[64];
        private int level;
        private int size;

        Building() {
            node((byte) 0, 0, -1);
        }

        void add(byte[] text, byte[] before, int id) {
            int common = Math.max(0, Arrays.mismatch(text, before));
            common = Math.min(common, before.length);
            close(common + 1);
            for (int i = common; i < text.length; i++) {
                node(text[i], i + 1, i + 1 == text.length ? id : -1);
            }
        }

        private void node(byte which, int at, int id) {
            if (size == value.length) {
                value = Arrays.copyOf(value, size * 2);
                depth = Arrays.copyOf(depth, size * 2);
                end = Arrays.copyOf(end, size * 2);
                token = Arrays.copyOf(token, size * 2);
            }
            if (at >= path.length) {
                path = Arrays.copyOf(path, at * 2);
            }
            value[size] = which;
            depth[size] = (short) at;
            token[size] = id;
            path[at] = size;
            level = at;
            size++;
        }

        /** Nothing more comes below the nodes from a level on. */
        void close(int from) {
            for (int at = from; at <= level; at++) {
                end[path[at]] = size;
            }
            level = from - 1;
        }
    }

    /**
     * How many ids there are.
     *
     * @return ids, those that are not in the tree included
     */
    public int vocabularySize() {
        return vocabularySize;
    }

    /**
     * The bytes of a token.
     *
     * @param id a token, in [0, {@link #vocabularySize()})
     * @return its bytes, not to be changed; none for one that stands for no text
     */
    public byte[] bytes(int id) {
        return bytes[id];
    }

    int nodes() {
        return value.length;
    }

    int value(int node) {
        return value[node] & 0xFF;
    }

    int depth(int node) {
        return depth[node];
    }

    /** The first node behind it and all below it. */
    int end(int node) {
        return end[node];
    }

    /** The first node of tokens that begin with a byte or a higher one; of 256 the number of nodes. */
    int first(int value) {
        return first[value];
    }

    boolean hasBelow(int node) {
        return end[node] > node + 1;
    }

    /** The first of its tokens, or -1. */
    int token(int node) {
        return token[node];
    }

    /** The length of the longest token in bytes. */
    int deepest() {
        return deepest;
    }

    /** The length of the longest token below a node, from there on. */
    int height(int node) {
        return height[node];
    }

    /** What grammars over it share. */
    SharedMasks shared() {
        return shared;
    }

    /** An empty set of ids. */
    long[] noTokens() {
        return new long[(vocabularySize + 63) >>> 6];
    }

    /** Takes the tokens of a node and all below it out of a set of ids. */
    void removeBelow(int root, long[] ids) {
        for (int node = root; node < end[root]; node++) {
            for (int id = token[node]; id >= 0; id = same[id]) {
                ids[id >>> 6] &= ~(1L << id);
            }
        }
    }

    /** Adds a node's tokens to a set of ids. */
    void addTokens(int node, long[] ids) {
        for (int id = token[node]; id >= 0; id = same[id]) {
            ids[id >>> 6] |= 1L << id;
        }
    }
}
