package io.github.isotherm.chat;

/**
 * A name and its arguments as JSON: {@code name[ARGS]{…}}, {@code name[CALL_ID]id[ARGS]{…}}, {@code name{…}}. Source: the
 * tokenizers v11 and v13 of mistral-common 1.8.
 */
final class NamedCalls implements CallFormat {
    private static final String ID = "[CALL_ID]";
    private static final String ARGUMENTS = "[ARGS]";

    @Override
    public Calls read(Cursor cursor) {
        Tool tool = cursor.tool();
        cursor.skip();
        String id = null;
        if (cursor.takes(ID)) {
            id = cursor.until(ARGUMENTS).strip();
        } else {
            cursor.takes(ARGUMENTS);
        }
        cursor.skip();
        return Calls.of(new ToolCall(id == null || id.isEmpty() ? null : id, tool.name(), cursor.object()));
    }
}
