package io.github.isotherm;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** JSON read as strictly as it can be: names once, nothing behind the value, numbers with all digits. */
final class JudgedJson {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JudgedJson() {}

    /** The same value with whole numbers written without a point: the validator takes 1 and 1.0 for two constants. */
    static JsonNode usual(JsonNode value) {
        if (value.isObject()) {
            ObjectNode object = MAPPER.createObjectNode();
            value.properties().forEach(member -> object.set(member.getKey(), usual(member.getValue())));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = MAPPER.createArrayNode();
            value.forEach(item -> array.add(usual(item)));
            return array;
        }
        BigDecimal number = value.isBigDecimal() ? value.decimalValue().stripTrailingZeros() : null;
        return number != null && number.scale() <= 0 && number.scale() > -400
                ? whole(number.toBigIntegerExact())
                : value;
    }

    /** As a reader makes it: of the smallest kind that holds it. */
    private static JsonNode whole(BigInteger number) {
        JsonNodeFactory nodes = MAPPER.getNodeFactory();
        if (number.bitLength() < 32) {
            return nodes.numberNode(number.intValueExact());
        }
        return number.bitLength() < 64 ? nodes.numberNode(number.longValueExact()) : nodes.numberNode(number);
    }
}
