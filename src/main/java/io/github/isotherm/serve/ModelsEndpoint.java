package io.github.isotherm.serve;

import io.github.isotherm.report.JsonLine;
import io.github.isotherm.wire.openai.endpoint.Endpoint;
import io.github.isotherm.wire.openai.endpoint.Exchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/models}: all of them; below it, one by its name. */
record ModelsEndpoint(ServedModels models, long created) implements Endpoint {
    static final String PATH = "/v1/models";

    @Override
    public void handle(Exchange exchange) {
        String path = exchange.path();
        if (path.equals(PATH)) {
            Map<String, Object> list = new LinkedHashMap<>();
            list.put("object", "list");
            list.put("data", models.names().stream().map(this::model).toList());
            exchange.reply(200, JsonLine.of(list));
            return;
        }
        String name = path.substring(PATH.length() + 1);
        List<String> names = models.names();
        if (!names.contains(name)) {
            throw models.unknown(name);
        }
        exchange.reply(200, JsonLine.of(model(name)));
    }

    private Map<String, Object> model(String name) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", name);
        model.put("object", "model");
        model.put("created", created);
        model.put("owned_by", "isotherm");
        return model;
    }
}
