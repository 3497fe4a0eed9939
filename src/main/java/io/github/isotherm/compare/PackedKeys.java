package io.github.isotherm.compare;

/**
 * A set of keys of one or two longs, the first of them negative, in one array: open addressing with linear probing, a zero
 * marks an empty slot. Mutable.
 */
final class PackedKeys {
    private static final int FIRST_SLOTS = 16;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final int words;
    private long[] slots;
    private long size;

    /** An empty set of keys of so many longs. */
    PackedKeys(int words) {
        this.words = words;
        slots = new long[FIRST_SLOTS * words];
    }

    /** Two token ids as a negative long. */
    static long packed(int first, int second) {
        return Long.MIN_VALUE | (long) first << Integer.SIZE | second;
    }

    /** A key of one long. */
    void add(long key) {
        add(key, key);
    }

    /** A key of two longs. */
    void add(long first, long last) {
        if (put(slots, first, last)) {
            size++;
            if (size * words * 4 > slots.length * 3L) {
                grow();
            }
        }
    }

    long size() {
        return size;
    }

    /** Bytes of its table. */
    long bytes() {
        return (long) slots.length * Long.BYTES;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(slots.length, 2)];
        for (int at = 0; at < slots.length; at += words) {
            if (slots[at] != 0) {
                put(larger, slots[at], slots[at + words - 1]);
            }
        }
        slots = larger;
    }

    /** Whether the key, its first and its last long, was not there. */
    private boolean put(long[] table, long first, long last) {
        int at = slot(first, last, table.length / words) * words;
        while (table[at] != 0) {
            if (table[at] == first && table[at + words - 1] == last) {
                return false;
            }
            at = at + words == table.length ? 0 : at + words;
        }
        table[at] = first;
        table[at + words - 1] = last;
        return true;
    }

    /** The upper bits of a product, on which all bits of the key bear. */
    private static int slot(long first, long last, int count) {
        long hash = (first * GOLDEN ^ Long.rotateLeft(last, Integer.SIZE)) * GOLDEN;
        return (int) (hash >>> (Long.numberOfLeadingZeros(count) + 1));
    }
}
