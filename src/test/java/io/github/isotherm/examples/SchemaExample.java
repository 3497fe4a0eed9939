package io.github.isotherm.examples;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;

/** An answer that fits a JSON schema. */
public final class SchemaExample {
    private SchemaExample() {}

    public static void main(String[] args) {
        // tag::example
        String schema = """
                {"type": "object",
                 "properties": {"city": {"type": "string", "maxLength": 30}, "country": {"enum": ["DE", "FR", "IT"]}},
                 "required": ["city", "country"]}""";
        try (LocalModel model = LocalModel.openBundled()) {
            CompletionOptions options = CompletionOptions.defaults()
                    .with(JsonSchemaConstraint.of(schema))
                    .temperature(0)
                    .maxTokens(40);
            Completion completion = model.complete("The capital of Germany, as JSON:", options);
            System.out.println(completion.text());
            System.out.println(completion.result().constraint()); // whole? and what the constraint cost
        }
        // end::example
    }
}
