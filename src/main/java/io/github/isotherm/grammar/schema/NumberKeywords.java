package io.github.isotherm.grammar.schema;

import io.github.isotherm.grammar.Expression;
import java.math.BigDecimal;

/** The keywords for numbers. */
final class NumberKeywords {
    private final Meaning meaning;
    private final Numbers numbers;

    NumberKeywords(Meaning meaning) {
        this.meaning = meaning;
        numbers = meaning.numbers();
    }

    Value meaning(Subschema schema, String keyword, boolean holds) {
        Values values = meaning.values();
        if (schema.get(keyword) instanceof Boolean) {
            return holds ? values.any() : values.none();
        }
        Expression within = within(schema, keyword);
        return holds ? values.any().withNumber(within) : values.none().withNumber(numbers.without(within));
    }

    private Expression within(Subschema schema, String keyword) {
        BigDecimal given = Given.number(schema, keyword, schema.get(keyword));
        return switch (keyword) {
            case "minimum" -> numbers.atLeast(given, excluded(schema, "exclusiveMinimum"));
            case "maximum" -> numbers.atMost(given, excluded(schema, "exclusiveMaximum"));
            case "exclusiveMinimum" -> numbers.atLeast(given, true);
            case "exclusiveMaximum" -> numbers.atMost(given, true);
            default -> multiples(schema, given);
        };
    }

    /** As draft-04 has it. */
    private static boolean excluded(Subschema schema, String keyword) {
        return Boolean.TRUE.equals(schema.get(keyword));
    }

    private Expression multiples(Subschema schema, BigDecimal factor) {
        if (factor.signum() <= 0) {
            throw schema.refused("multipleOf", "is not above 0; write a number that is");
        }
        Expression multiples = numbers.multiplesOf(factor);
        if (multiples == meaning.table().nothing()) {
            throw schema.refused(
                    "multipleOf",
                    "of " + factor
                            + " is not told apart digit by digit; use an integer below 1,000,000,000 or a decimal such as"
                            + " 0.01, 0.25, 0.5");
        }
        return multiples;
    }
}
