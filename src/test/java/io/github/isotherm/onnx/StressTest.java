package io.github.isotherm.onnx;

import java.nio.file.Path;

class StressTest implements StressLaws {
    @Override
    public Path folder() {
        return Models.TINY;
    }

    @Override
    public int rounds() {
        return 6;
    }

    @Override
    public int milliseconds() {
        return 150;
    }
}
