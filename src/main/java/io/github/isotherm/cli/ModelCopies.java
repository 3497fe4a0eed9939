package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A model that is opened several times. Mutable until all are open. */
final class ModelCopies implements AutoCloseable {
    private final List<LocalModel> models = new ArrayList<>();

    /** Opens them, or none. */
    static ModelCopies open(int count, Supplier<LocalModel> opening) {
        ModelCopies copies = new ModelCopies();
        try {
            for (int i = 0; i < count; i++) {
                copies.models.add(opening.get());
            }
            return copies;
        } catch (RuntimeException | Error e) {
            copies.close();
            throw e;
        }
    }

    List<LocalModel> models() {
        return List.copyOf(models);
    }

    @Override
    public void close() {
        models.forEach(LocalModel::close);
    }
}
