package io.github.isotherm.grammar;

import java.util.Arrays;

/** Bytes in classes that an expression does not tell apart. Immutable. */
final class BytePartition {
    static final BytePartition ONE_CLASS = new BytePartition(new byte[256], 1);

    static final BytePartition DIGITS = digits();

    private final byte[] classOf;
    private final int count;
    private final int[] firstOf;

    private BytePartition(byte[] classOf, int count) {
        this.classOf = classOf;
        this.count = count;
        firstOf = new int[count];
        for (int value = 255; value >= 0; value--) {
            firstOf[classOf(value)] = value;
        }
    }

    /** Those in a set and those outside. */
    static BytePartition of(ByteSet set) {
        if (set.isEmpty() || set.size() == 256) {
            return ONE_CLASS;
        }
        byte[] classOf = new byte[256];
        boolean first = set.contains(0);
        for (int value = 0; value < 256; value++) {
            classOf[value] = (byte) (set.contains(value) == first ? 0 : 1);
        }
        return new BytePartition(classOf, 2);
    }

    /** Each decimal digit for itself. */
    private static BytePartition digits() {
        byte[] classOf = new byte[256];
        for (int digit = 0; digit < 10; digit++) {
            classOf['0' + digit] = (byte) (digit + 1);
        }
        return new BytePartition(classOf, 11);
    }

    /** Classes of bytes that both do not tell apart. */
    BytePartition and(BytePartition other) {
        if (count == 1 || this == other) {
            return other;
        }
        if (other.count == 1) {
            return this;
        }
        byte[] joint = new byte[256];
        int[] joined = new int[count * other.count];
        int classes = 0;
        for (int value = 0; value < 256; value++) {
            int pair = classOf(value) * other.count + other.classOf(value);
            if (joined[pair] == 0) {
                joined[pair] = ++classes;
            }
            joint[value] = (byte) (joined[pair] - 1);
        }
        return same(joint, classes, other);
    }

    private BytePartition same(byte[] joint, int size, BytePartition other) {
        if (size == count && Arrays.equals(joint, classOf)) {
            return this;
        }
        return size == other.count && Arrays.equals(joint, other.classOf) ? other : new BytePartition(joint, size);
    }

    int classOf(int value) {
        return classOf[value] & 0xFF;
    }

    int count() {
        return count;
    }

    /** The least byte of a class. */
    int firstOf(int index) {
        return firstOf[index];
    }
}
