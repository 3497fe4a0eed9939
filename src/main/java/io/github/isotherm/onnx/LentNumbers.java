package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.Objects;
import java.util.stream.LongStream;

/** An input of a slot that is whole numbers, and what it is where nobody uses the slot. */
final class LentNumbers implements AutoCloseable {
    private final String name;
    private final IntegerInput used;
    private final Bindings unused = new Bindings();

    /**
     * Nothing is bound yet.
     *
     * @param value every number of a slot that nobody uses
     * @param shape of those
     */
    LentNumbers(OrtEnvironment environment, String name, OnnxJavaType type, int value, long... shape)
            throws OrtException {
        this.name = name;
        used = RepeatedToken.list(environment, name, type);
        IntegerInput constant = RepeatedToken.list(environment, name, type);
        int count = Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
        constant.begin(count);
        for (int i = 0; i < count; i++) {
            constant.add(value);
        }
        constant.bind(unused, shape);
    }

    IntegerInput begin(int count) {
        used.begin(count);
        return used;
    }

    void lend(Bindings bindings, long... shape) throws OrtException {
        used.lend(bindings, shape);
    }

    void lendOne(Bindings bindings, int number) throws OrtException {
        begin(1).add(number);
        lend(bindings, 1);
    }

    void lendUnused(Bindings bindings) {
        bindings.lendInput(name, Objects.requireNonNull(unused.inputs.get(name)));
    }

    @Override
    public void close() {
        unused.close();
        used.close();
    }
}
