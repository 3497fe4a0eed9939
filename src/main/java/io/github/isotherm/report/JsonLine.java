package io.github.isotherm.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** How this project writes JSON: one line, numbers in full, infinities as the strings "-inf" and "inf". */
public final class JsonLine {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Double.class, new NumberInFull()))
            .build();

    private JsonLine() {}

    /**
     * Writes a value.
     *
     * @param value maps (their keys in order), lists, texts, numbers, booleans
     * @return one line, without its end
     */
    public static String of(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class NumberInFull extends StdSerializer<Double> {
        private static final long serialVersionUID = 1L;

        NumberInFull() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                out.writeNumber(value.doubleValue());
            } else {
                out.writeString(value.isNaN() ? "nan" : value > 0 ? "inf" : "-inf");
            }
        }
    }
}
