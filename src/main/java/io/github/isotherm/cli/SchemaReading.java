package io.github.isotherm.cli;

import io.github.isotherm.grammar.schema.SchemaOptions;
import io.github.isotherm.grammar.schema.SchemaOptions.Order;
import io.github.isotherm.grammar.schema.SchemaOptions.Whitespace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a JSON schema is read where it leaves room. */
final class SchemaReading {
    @Option(
            names = "--open",
            description =
                    "Follows the schema to the letter: objects may have members that it does not name, numbers may be"
                            + " written in every way of JSON.")
    private boolean open;

    @Option(
            names = "--order",
            paramLabel = "schema|any",
            description = "The order of an object's members (default: schema, as it declares them).")
    private @Nullable Order order;

    @Option(names = "--pretty", description = "Allows lines with indents between the parts.")
    private boolean pretty;

    /** Whether anything of it is given. */
    boolean isGiven() {
        return open || pretty || order != null;
    }

    SchemaOptions options() {
        return new SchemaOptions(
                open, order == null ? Order.SCHEMA : order, pretty ? Whitespace.PRETTY : Whitespace.DEFAULT, false);
    }
}
