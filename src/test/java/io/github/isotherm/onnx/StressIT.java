package io.github.isotherm.onnx;

import java.nio.file.Path;

/** With the bundled model. */
class StressIT implements StressLaws {
    @Override
    public Path folder() {
        return Models.BUNDLED;
    }

    @Override
    public int rounds() {
        return 2;
    }

    @Override
    public int milliseconds() {
        return 4000;
    }
}
