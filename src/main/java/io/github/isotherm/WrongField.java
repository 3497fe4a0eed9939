package io.github.isotherm;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ConfiguredField;

/** The sentence for a field of a model's configuration that cannot be used. */
final class WrongField {
    private static final int SHOWN = 200;

    private WrongField() {}

    static ModelException of(String name, ConfiguredField field, InvalidValueException refused) {
        String reason = String.valueOf(refused.getMessage());
        String clause = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
        return new ModelException(
                field.file() + ": " + name + " cannot be " + value(field) + " (" + clause + "); correct the file.",
                refused);
    }

    static ModelException of(String name, ConfiguredField field, String allowed) {
        return new ModelException(
                field.file() + ": " + name + " is " + value(field) + " but must be " + allowed + "; correct the file.");
    }

    private static String value(ConfiguredField field) {
        String text = field.text();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
