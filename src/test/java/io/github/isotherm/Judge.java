package io.github.isotherm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A schema as an independent validator reads it. */
final class Judge {
    /** The validator does not understand the schema. */
    static final class CannotException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotException(Throwable cause) {
            super(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
        }
    }

    static {
        // what it does not know is no news
        System.setProperty("org.slf4j.simpleLogger.log.com.networknt", "off");
    }

    private static final String ADDRESS =
            "^(?=[^@]{1,64}@)[^@.\\s]+(\\.[^@.\\s]+)*@([a-zA-Z0-9-]{1,63}\\.)*[a-zA-Z0-9-]{1,63}$";

    private static final String WHITE_SPACE =
            "[\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]";

    private final JsonNode schema;
    private JsonSchema compiled;

    private Judge(JsonNode schema) {
        this.schema = schema;
    }

    static Judge of(JsonNode schema) {
        return new Judge(schema);
    }

    private static VersionFlag version(JsonNode schema) {
        String said = schema.path("$schema").asText("");
        if (said.contains("draft-03") || said.contains("draft-04")) {
            return VersionFlag.V4;
        }
        if (said.contains("draft-06")) {
            return VersionFlag.V6;
        }
        if (said.contains("2019-09")) {
            return VersionFlag.V201909;
        }
        return said.contains("2020-12") ? VersionFlag.V202012 : VersionFlag.V7;
    }

    /** What is wrong with an instance; empty where nothing is. */
    String against(JsonNode instance) {
        try {
            if (compiled == null) {
                compiled = compiled(schema);
            }
            Set<ValidationMessage> messages = compiled.validate(JudgedJson.usual(instance));
            return messages.stream().map(ValidationMessage::getMessage).collect(Collectors.joining("; "));
        } catch (RuntimeException e) {
            throw new CannotException(e);
        }
    }

    /** The validator takes an address for none whose top-level domain is not in a list of its own; RFC 5321 knows no list. */
    private static void judgeAddressesByForm(JsonNode schema) {
        schema.forEach(Judge::judgeAddressesByForm);
        if (schema instanceof ObjectNode object
                && object.path("format").asText().equals("email")) {
            object.remove("format");
            object.withArray("allOf").addObject().put("pattern", ADDRESS);
        }
    }

    /** Java's, with the white space of ECMA-262. */
    private static RegularExpression expression(String regex) {
        Pattern pattern = Pattern.compile(regex.replace("\\s", WHITE_SPACE));
        return value -> pattern.matcher(value).find();
    }

    /** Without the addresses of the schema and its draft, which nobody is to look up. */
    private static JsonSchema compiled(JsonNode schema) {
        JsonNode own = JudgedJson.usual(schema);
        judgeAddressesByForm(own);
        if (own instanceof ObjectNode object) {
            object.remove("$schema");
        }
        return JsonSchemaFactory.getInstance(version(schema))
                .getSchema(
                        own,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .regularExpressionFactory(Judge::expression)
                                .preloadJsonSchema(false)
                                .build());
    }
}
