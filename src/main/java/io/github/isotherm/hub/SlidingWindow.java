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
        if (isOff(object) || !slides(object.path("layer_types"))) {
            return OptionalInt.empty();
        }
        return parent.length == 0 ? config.size("sliding_window") : config.size(parent[0], "sliding_window");
    }

    /** Qwen's switch, which stands off where only the layer is said from which on layers slide; then, too, where none is left. */
    private static boolean isOff(JsonNode object) {
        JsonNode use = object.path("use_sliding_window");
        JsonNode first = object.path("max_window_layers");
        boolean none = first.isNumber()
                && first.asInt() >= object.path("num_hidden_layers").asInt(Integer.MAX_VALUE);
        return use.isBoolean() ? !use.booleanValue() || none : first.isNumber();
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
