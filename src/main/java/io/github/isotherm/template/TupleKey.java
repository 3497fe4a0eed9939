package io.github.isotherm.template;

import java.math.BigInteger;
import java.util.List;

/** What stands for a tuple in a Java hash table. Its hash is keyed, so that nobody can write tuples that all collide. */
final class TupleKey {
    private static final long SECRET = mixed(System.identityHashCode(new Object())) | 1;

    private final List<Object> parts;
    private final long hash;

    TupleKey(List<Object> parts) {
        this.parts = parts;
        long mixed = SECRET;
        for (Object part : parts) {
            mixed = mixed(mixed * SECRET + hash(part));
        }
        this.hash = mixed;
    }

    private static long hash(Object part) {
        if (part instanceof TupleKey tuple) {
            return tuple.hash;
        }
        if (part instanceof Long number) {
            return mixed(number ^ SECRET);
        }
        if (part instanceof Double number) {
            return mixed(Double.doubleToLongBits(number) + SECRET);
        }
        if (part instanceof String text) {
            return hash(text);
        }
        return part instanceof BigInteger big ? hash(big.toByteArray()) : part.hashCode();
    }

    private static long hash(String text) {
        long mixed = text.length();
        for (int i = 0; i < text.length(); i++) {
            mixed = mixed(mixed * SECRET + text.charAt(i));
        }
        return mixed(mixed);
    }

    private static long hash(byte[] digits) {
        long mixed = digits.length;
        for (byte digit : digits) {
            mixed = mixed(mixed * SECRET + digit);
        }
        return mixed(mixed);
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(long value) {
        long once = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
        return twice ^ (twice >>> 31);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TupleKey tuple && hash == tuple.hash && parts.equals(tuple.parts);
    }

    @Override
    public int hashCode() {
        return (int) (hash ^ (hash >>> 32));
    }
}
