package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Symbol;
import java.util.List;

/**
 * A schema as a part of a larger grammar.
 *
 * @param symbol stands for the instances' texts
 * @param notEnforced what of the schema it leaves to others
 * @param namesMayRepeat as in {@link SchemaGrammar}
 */
public record SchemaPart(Symbol symbol, List<SchemaGrammar.NotEnforced> notEnforced, boolean namesMayRepeat) {
    /** A symbol and a list that does not change. */
    public SchemaPart {
        notEnforced = List.copyOf(notEnforced);
    }
}
