package io.github.isotherm.grammar.schema;

/**
 * How a schema is read where it leaves room, and how its instances are written.
 *
 * @param open whether the schema is followed to the letter: an object may have members that it does not speak of, unless it
 *     forbids them, and a number may be written in each way that JSON has. Otherwise an object has declared members alone, and
 *     a number one usual form: all of it is still valid
 * @param order of the members of an object
 * @param whitespace between its parts
 * @param oneOfAsAnyOf whether {@code oneOf} is taken as {@code anyOf}; it then also allows what fits more than one of its parts
 */
public record SchemaOptions(boolean open, Order order, Whitespace whitespace, boolean oneOfAsAnyOf) {
    /** Closed objects in the schema's order, at most one blank behind commas and colons. */
    public static final SchemaOptions DEFAULTS = new SchemaOptions(false, Order.SCHEMA, Whitespace.DEFAULT, false);

    /** The order of members. */
    public enum Order {
        /** As the schema declares them, others behind. */
        SCHEMA,
        /** Any. */
        ANY
    }

    /** Whitespace between the parts of a text. */
    public enum Whitespace {
        /** None. */
        COMPACT,
        /** At most one blank behind a comma or colon. */
        DEFAULT,
        /**
         * A line for each part, two blanks deeper than what it is in, and one blank behind a colon; what is in more than 24
         * arrays and objects may be indented further.
         */
        PRETTY
    }
}
