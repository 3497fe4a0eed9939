package io.github.isotherm.onnx;

/** IEEE 754 half precision (the JDK can since 20). */
final class HalfFloat {
    private static final int EXPONENT = 0x7C00;
    private static final int FRACTION = 0x03FF;
    private static final float SMALLEST = 0x1p-24f;

    private HalfFloat() {}

    static float toFloat(short bits) {
        int exponent = bits & EXPONENT;
        int fraction = bits & FRACTION;
        int sign = (bits & 0x8000) << 16;
        if (exponent == 0) {
            float magnitude = fraction * SMALLEST;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == EXPONENT ? 0x7F800000 : (exponent << 13) + ((127 - 15) << 23);
        return Float.intBitsToFloat(sign | wide | (fraction << 13));
    }
}
