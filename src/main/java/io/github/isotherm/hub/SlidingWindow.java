package io.github.isotherm.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/** How far back a model's attention looks, in some of its layers or in all of them. */
final class SlidingWindow {
    private SlidingWindow() {}

    /** Tokens; empty where every layer sees the whole text. */
    static OptionalInt of(JsonFile config) {
        OptionalInt own = of(config, config.root());
        return own.isPresent() ? own : of(config, config.at("text_config"), "text_config");
    }

    private static OptionalInt of(JsonFile config, JsonNode object, String... parent) {
        boolean switchedOff = object.path("use_sliding_window").isBoolean()
                && !object.path("use_sliding_window").booleanValue();
        if (switchedOff || !slides(object.path("layer_types"))) {
            return OptionalInt.empty();
        }
        return parent.length == 0 ? config.size("sliding_window") : config.size(parent[0], "sliding_window");
    }

    /** Layers of no said type may all slide. */
    private static boolean slides(JsonNode layers) {
        if (!layers.isArray()) {
            return true;
        }
        for (JsonNode layer : layers) {
            if (layer.asText().contains("sliding")) {
                return true;
            }
        }
        return false;
    }
}
