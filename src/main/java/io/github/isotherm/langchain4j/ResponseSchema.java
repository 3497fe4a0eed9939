package io.github.isotherm.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import io.github.isotherm.chat.AnswerSchema;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.schema.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's response formats as JSON schemas. What LangChain4j makes of Java types is narrowed to what it can read back as
 * them: see {@link JavaTypes}. Definitions of objects inside move to the root, where references look for them.
 */
final class ResponseSchema {
    static final JsonText NO_ARGUMENTS = new JsonText("{\"type\": \"object\", \"properties\": {}}");

    private static final String DEFINITIONS = "$defs";

    private final Map<String, Object> definitions = new LinkedHashMap<>();
    private final @Nullable IntegerRange narrow;

    /** What is told to the model has no range, what holds the answer has one. */
    private ResponseSchema(@Nullable IntegerRange narrow) {
        this.narrow = narrow;
    }

    /** What a response format asks for, with integers as large as Java's longs; null for text. */
    static @Nullable AnswerSchema of(@Nullable ResponseFormat format) {
        return of(format, IntegerRange.LONG);
    }

    /** What a response format asks for, with integers in a range; null for text. */
    static @Nullable AnswerSchema of(@Nullable ResponseFormat format, IntegerRange integers) {
        if (format == null || format.type() != ResponseFormatType.JSON) {
            return null;
        }
        JsonSchema schema = format.jsonSchema();
        return schema == null
                ? AnswerSchema.ANY_OBJECT
                : new AnswerSchema(
                        schema.name(),
                        new ResponseSchema(null).text(schema.rootElement()),
                        new ResponseSchema(integers).text(schema.rootElement()));
    }

    /** What arguments of a tool are held to: a tool without parameters takes none. */
    static JsonText ofArguments(JsonObjectSchema parameters) {
        return parameters.properties().isEmpty() && parameters.additionalProperties() == null
                ? NO_ARGUMENTS
                : new ResponseSchema(IntegerRange.LONG).text(parameters);
    }

    private JsonText text(JsonSchemaElement root) {
        if (root instanceof JsonRawSchema raw) {
            return new JsonText(raw.schema());
        }
        Map<String, Object> schema = schema(root);
        if (!definitions.isEmpty()) {
            schema.put(DEFINITIONS, definitions);
        }
        return JsonText.of(schema);
    }

    private Map<String, Object> schema(JsonSchemaElement element) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (element.description() != null) {
            schema.put("description", element.description());
        }
        if (element instanceof JsonObjectSchema object) {
            object(object, schema);
        } else if (element instanceof JsonArraySchema array) {
            schema.put("type", "array");
            schema.put("items", array.items() == null ? Map.of() : schema(array.items()));
        } else if (element instanceof JsonAnyOfSchema any) {
            schema.put("anyOf", any.anyOf().stream().map(this::schema).toList());
        } else if (element instanceof JsonReferenceSchema reference) {
            schema.put("$ref", "#/" + DEFINITIONS + "/" + escaped(reference.reference()));
        } else if (element instanceof JsonRawSchema raw) {
            raw(raw, schema);
        } else {
            simple(element, schema);
        }
        return schema;
    }

    private void simple(JsonSchemaElement element, Map<String, Object> schema) {
        if (element instanceof JsonStringSchema string) {
            schema.put("type", "string");
            if (JavaTypes.isUuid(string)) {
                schema.put("format", "uuid");
            }
        } else if (element instanceof JsonEnumSchema values) {
            schema.put("enum", values.enumValues());
        } else if (element instanceof JsonIntegerSchema integer) {
            schema.put("type", "integer");
            if (narrow != null) {
                schema.putAll(narrow.bounds(integer));
            }
        } else if (element instanceof JsonNumberSchema) {
            schema.put("type", "number");
        } else if (element instanceof JsonBooleanSchema) {
            schema.put("type", "boolean");
        } else if (element instanceof JsonNullSchema) {
            schema.put("type", "null");
        } else {
            throw new UnsupportedFeatureException(
                    "Schema elements of type " + element.getClass().getSimpleName()
                            + " are not supported by isotherm; say the same in a JsonRawSchema.");
        }
    }

    private void object(JsonObjectSchema object, Map<String, Object> schema) {
        schema.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        object.properties().forEach((name, value) -> properties.put(name, schema(value)));
        schema.put("properties", properties);
        if (object.required() != null && !object.required().isEmpty()) {
            schema.put("required", object.required());
        }
        if (object.additionalProperties() != null) {
            schema.put("additionalProperties", object.additionalProperties());
        }
        if (object.definitions() != null) {
            object.definitions().forEach((name, value) -> define(name, schema(value)));
        }
        JavaTypes.of(object).ifPresent(type -> schema.putAll(narrow == null ? type.told() : type.held()));
    }

    private void raw(JsonRawSchema raw, Map<String, Object> schema) {
        Object value = new JsonText(raw.schema()).value();
        if (!(value instanceof Map<?, ?> map)) {
            throw new InvalidValueException(
                    "A raw schema inside another is " + raw.schema() + " but must be a JSON object; write one.");
        }
        map.forEach((keyword, said) -> {
            if (DEFINITIONS.equals(keyword) && said instanceof Map<?, ?> inside) {
                inside.forEach((name, definition) -> define(String.valueOf(name), definition));
            } else {
                schema.put(String.valueOf(keyword), said);
            }
        });
    }

    private void define(String name, Object schema) {
        Object before = definitions.put(name, schema);
        if (before != null && !before.equals(schema)) {
            throw new InvalidValueException("The schema defines \"" + name
                    + "\" twice, differently; give one of the definitions another name.");
        }
    }

    private static String escaped(@Nullable String reference) {
        return String.valueOf(reference).replace("~", "~0").replace("/", "~1");
    }
}
