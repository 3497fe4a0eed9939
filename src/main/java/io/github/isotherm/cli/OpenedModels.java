package io.github.isotherm.cli;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.CausalModel;
import java.util.ArrayList;
import java.util.List;

/** One model, opened several times with different options to be timed against itself. */
final class OpenedModels implements AutoCloseable {
    private final ModelOption option;
    private final Terminal terminal;
    private final List<ModelParts> opened = new ArrayList<>();

    OpenedModels(ModelOption option, Terminal terminal) {
        this.option = option;
        this.terminal = terminal;
    }

    CausalModel open(EngineOptions options) {
        opened.add(option.parts(terminal, options));
        return opened.get(opened.size() - 1).model();
    }

    /** What the model is called; one is open. */
    String name() {
        return opened.get(0).name();
    }

    @Override
    public void close() {
        opened.forEach(ModelParts::close);
    }
}
