package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;

/** Reads the tags that refer to other templates. A chat template has none to refer to: reaching one is an error. */
final class ReferenceParser {
    private final TokenStream stream;
    private final ExpressionParser expressions;
    private final TargetParser targets;

    ReferenceParser(TokenStream stream, ExpressionParser expressions, TargetParser targets) {
        this.stream = stream;
        this.expressions = expressions;
        this.targets = targets;
    }

    Node.Statement read(String tag) {
        int offset = stream.next().offset();
        Node.Expression template = expressions.expression();
        List<String> stored = new ArrayList<>();
        switch (tag) {
            case "include" -> include();
            case "import" -> {
                stream.expectName("as");
                stored.add(targets.name());
                context();
            }
            case "from" -> {
                stream.expectName("import");
                names(stored);
            }
            default -> {}
        }
        return new Node.Reference(offset, tag, template, stored);
    }

    private void include() {
        if (stream.isName("ignore") && stream.ahead().isName("missing")) {
            stream.next();
            stream.next();
        }
        context();
    }

    private boolean context() {
        boolean found = (stream.isName("with") || stream.isName("without"))
                && stream.ahead().isName("context");
        if (found) {
            stream.next();
            stream.next();
        }
        return found;
    }

    private void names(List<String> stored) {
        boolean more = true;
        while (more) {
            if (!stored.isEmpty()) {
                stream.expectOperator(",");
            }
            if (context()) {
                return;
            }
            String name = targets.name();
            if (name.startsWith("_")) {
                throw stream.error("names starting with an underline can not be imported");
            }
            stored.add(stream.skipName("as") ? targets.name() : name);
            more = !context() && stream.isOperator(",");
        }
    }
}
