package io.github.isotherm.chat;

import org.jspecify.annotations.Nullable;

/**
 * One call of a tool in an answer.
 *
 * @param id what the model named the call, or null where it gave no name
 * @param name the tool's name, as the model wrote it
 * @param arguments a JSON object as text
 */
public record ToolCall(@Nullable String id, String name, String arguments) {}
