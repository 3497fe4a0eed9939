package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A model's raw next-token logits.
 *
 * @param model the model's name
 * @param ids the token ids that were fed
 * @param logits {@code [vocabulary]}, in the order of ids
 */
@SuppressWarnings("ArrayRecordComponent") // a vocabulary of floats, handed through once
public record RawLogits(String model, List<Integer> ids, float[] logits) {
    /**
     * One JSON object, all of the vocabulary in order.
     *
     * @return one line
     */
    public String json() {
        ObjectNode root = JsonNodes.object();
        root.put("model", model);
        root.set("ids", JsonNodes.ints(ids));
        ArrayNode array = root.putArray("logits");
        for (float logit : logits) {
            if (Float.isFinite(logit)) {
                array.add(logit);
            } else {
                array.add(JsonNodes.number(logit));
            }
        }
        return JsonLine.of(root);
    }

    /**
     * Little-endian 32-bit floats, nothing else.
     *
     * @return {@code 4 * vocabulary} bytes
     */
    public byte[] float32() {
        ByteBuffer bytes = ByteBuffer.allocate(4 * logits.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(logits);
        return bytes.array();
    }
}
