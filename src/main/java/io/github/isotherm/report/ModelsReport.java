package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.hub.InstalledModel;
import java.util.List;

/**
 * The models on this computer.
 *
 * @param models in the order to show them
 */
public record ModelsReport(List<InstalledModel> models) {
    /** Copies the list. */
    public ModelsReport {
        models = List.copyOf(models);
    }

    /**
     * One line a model: name, size, source, path.
     *
     * @return lines
     */
    public String table() {
        TextTable table = new TextTable("lrll");
        models.forEach(model -> table.row(
                model.name(),
                Bytes.text(model.bytes()),
                model.source(),
                model.path().toString()));
        StringBuilder out = new StringBuilder();
        table.appendTo(out, "");
        return out.toString();
    }

    /**
     * One JSON object: {@code models[{name, source, path, bytes}]}.
     *
     * @return one line
     */
    public String json() {
        ObjectNode root = JsonNodes.object();
        ArrayNode array = root.putArray("models");
        models.forEach(model -> array.addObject()
                .put("name", model.name())
                .put("source", model.source())
                .put("path", model.path().toString())
                .put("bytes", model.bytes()));
        return JsonLine.of(root);
    }
}
