package io.github.isotherm.onnx;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An attribute as a file has it.
 *
 * @param name which
 * @param number its value; empty where that is no whole number, or where the caller of a function gives it
 */
record WrittenAttribute(String name, OptionalLong number) {
    static final int FIELD = 5;
    private static final int WHOLE_NUMBER = 2;

    /** Zero may be left out of the bytes: then the type alone tells it. */
    static WrittenAttribute read(ByteBuffer bytes) {
        ProtoReader attribute = new ProtoReader(bytes);
        String name = "";
        String giver = "";
        long number = 0;
        long type = 0;
        boolean given = false;
        while (attribute.next()) {
            switch (attribute.field()) {
                case 1 -> name = attribute.text();
                case 3 -> {
                    number = attribute.varint();
                    given = true;
                }
                case 20 -> type = attribute.varint();
                case 21 -> giver = attribute.text();
                default -> attribute.skip();
            }
        }
        boolean whole = giver.isEmpty() && (type == WHOLE_NUMBER || (type == 0 && given));
        return new WrittenAttribute(name, whole ? OptionalLong.of(number) : OptionalLong.empty());
    }

    /** One of an operator; null where it has none of that name. */
    static @Nullable WrittenAttribute of(GraphProto.Field node, String name) {
        for (GraphProto.Field part : GraphProto.cut(node.value())) {
            if (part.number() == FIELD) {
                WrittenAttribute attribute = read(part.value());
                if (attribute.name.equals(name)) {
                    return attribute;
                }
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name + (number.isPresent() ? " = " + number.getAsLong() : "");
    }
}
