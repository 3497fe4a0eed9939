package io.github.isotherm.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.sampling.Spelling;
import io.github.isotherm.sampling.catalog.Parameter;
import io.github.isotherm.sampling.catalog.ProcessorType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the page edits each parameter of a processor that takes texts. */
final class PieceFields {
    private PieceFields() {}

    /** One {@code {name, kind}} a parameter, and what stands where none is given and what may be chosen, if known. */
    static ArrayNode of(ProcessorType type) {
        ArrayNode fields = JsonNodeFactory.instance.arrayNode();
        List<Parameter> parameters = type.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            ObjectNode field = fields.addObject().put("name", Spelling.kebab(parameter.name()));
            if (i == 0) {
                field.put("kind", texts(type));
            } else {
                describe(parameter.initial(), field);
            }
        }
        return fields;
    }

    private static String texts(ProcessorType type) {
        if (type.takesSeveralTexts()) {
            return "lines";
        }
        return type.mayBeFile() ? "area" : "line";
    }

    private static void describe(@Nullable Object initial, ObjectNode field) {
        if (initial instanceof Boolean flag) {
            field.put("kind", "flag").put("initial", flag);
        } else if (initial instanceof Enum<?> chosen) {
            field.put("kind", "choice").put("initial", word(chosen));
            ArrayNode values = field.putArray("values");
            for (Enum<?> constant : chosen.getDeclaringClass().getEnumConstants()) {
                values.add(word(constant));
            }
        } else {
            field.put("kind", "value");
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
