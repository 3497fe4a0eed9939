package io.github.isotherm.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inputs of a graph whose attention sees the last token twice, for a run of one sequence. */
final class RepeatedToken {
    private final @Nullable SlotLayout layout;
    private final IntegerInput rows;
    private final IntegerInput last;
    private final IntegerInput total;
    private final IntegerInput unpack;

    /** {@code layout} null: of a graph that has no such inputs. */
    RepeatedToken(OrtEnvironment environment, @Nullable SlotLayout layout) {
        this.layout = layout;
        rows = list(environment, SlotLayout.rows(0), OnnxJavaType.INT64);
        last = list(environment, SlotLayout.last(0), OnnxJavaType.INT32);
        total = list(environment, SlotLayout.total(0), OnnxJavaType.INT32);
        unpack = list(environment, SlotLayout.UNPACK, OnnxJavaType.INT64);
    }

    static IntegerInput list(OrtEnvironment environment, String name, OnnxJavaType type) {
        return new IntegerInput(environment, new Port(name, type, List.of(-1L), List.of("")));
    }

    /**
     * Binds them.
     *
     * @param fed tokens of the run
     * @param to positions after it
     */
    void bind(Bindings bindings, int fed, int to) throws OrtException {
        if (layout == null) {
            return;
        }
        rows.begin(fed + 1);
        unpack.begin(fed);
        for (int i = 0; i < fed; i++) {
            rows.add(i);
            unpack.add(i);
        }
        rows.add(fed - 1);
        last.begin(1);
        last.add(to);
        total.begin(1);
        total.add(to + 1);
        rows.bind(bindings, fed + 1);
        unpack.bind(bindings, fed);
        last.bind(bindings, 1);
        total.bind(bindings, 1);
    }
}
