package io.github.isotherm.onnx;

/** Halves of floats that are neither huge nor tiny. */
final class HalfNumbers {
    private HalfNumbers() {}

    /** The nearest half's bits, by trying those beside the cut one. */
    static short of(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = Math.max(0, ((bits & 0x7FFFFFFF) >>> 13) - (112 << 10));
        short best = (short) (sign | magnitude);
        short next = (short) (sign | (magnitude + 1));
        boolean nearer = Math.abs(HalfFloat.toFloat(next) - value) < Math.abs(HalfFloat.toFloat(best) - value);
        return nearer ? next : best;
    }
}
