package io.github.isotherm.chat;

/** How a model is told which JSON is wanted, where its chat template has no place for a schema. The answer fits in any case. */
public enum SchemaInPrompt {
    /** By a compact shape of the values, and one worked example in it. */
    SHAPE,
    /** By the JSON schema as it is. */
    SCHEMA,
    /** Not at all: the messages say it, or nobody needs to. */
    NONE
}
