package io.github.isotherm.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a template: data, print statements and blocks. Source: jinja2/parser.py. */
final class StatementParser {
    private static final int DEEPEST = 90;

    private final TokenStream stream;
    private final ExpressionParser expressions;
    private final TargetParser targets;
    private final ReferenceParser references;
    private final Deque<String> tags = new ArrayDeque<>();
    private final Deque<List<String>> ends = new ArrayDeque<>();

    StatementParser(Source source) {
        this.stream = new TokenStream(source);
        this.expressions = new ExpressionParser(stream);
        this.targets = new TargetParser(stream, expressions);
        this.references = new ReferenceParser(stream, expressions, targets);
    }

    List<Node.Statement> template() {
        List<Node.Statement> body = new ArrayList<>();
        read(body, List.of());
        return body;
    }

    /** Reads statements until a tag with one of the given names, which stays current. */
    private void read(List<Node.Statement> body, List<String> endNames) {
        List<Node.Expression> output = new ArrayList<>();
        while (!stream.isKind(Token.Kind.END)) {
            Token token = stream.next();
            switch (token.kind()) {
                case DATA -> output.add(new Node.Data(token.offset(), token.text()));
                case VARIABLE_BEGIN -> {
                    output.add(expressions.tuple(true));
                    stream.expect(Token.Kind.VARIABLE_END);
                }
                default -> {
                    flush(output, body);
                    if (stream.isKind(Token.Kind.NAME)
                            && endNames.contains(stream.current().text())) {
                        return;
                    }
                    body.add(statement());
                    stream.expect(Token.Kind.BLOCK_END);
                }
            }
        }
        flush(output, body);
    }

    private static void flush(List<Node.Expression> output, List<Node.Statement> body) {
        if (!output.isEmpty()) {
            body.add(new Node.Output(output.get(0).offset(), List.copyOf(output)));
            output.clear();
        }
    }

    private Node.Statement statement() {
        Token tag = stream.current();
        if (tag.kind() != Token.Kind.NAME) {
            throw stream.error("tag name expected");
        }
        tags.push(tag.text());
        if (tags.size() > DEEPEST) {
            throw stream.error("blocks are nested more than %d deep", DEEPEST);
        }
        Node.Statement statement = statement(tag);
        tags.pop();
        return statement;
    }

    private Node.Statement statement(Token tag) {
        return switch (tag.text()) {
            case "for" -> forLoop();
            case "if" -> ifBlock();
            case "set" -> set();
            case "macro" -> macro();
            case "call" -> callBlock();
            case "generation" -> generation();
            case "filter" -> filterBlock();
            case "with" -> with();
            case "block" -> block();
            case "print" -> print();
            case "autoescape" -> autoescape();
            case "break" -> new Node.Break(stream.next().offset());
            case "continue" -> new Node.Continue(stream.next().offset());
            case "include", "import", "from", "extends" -> references.read(tag.text());
            default -> throw unknownTag(tag);
        };
    }

    private TemplateException unknownTag(Token tag) {
        tags.pop();
        return stream.errorAt(
                tag.offset(), "%s", unexpected("Encountered unknown tag '" + tag.text() + "'.", tag.text()));
    }

    private String unexpected(String message, @Nullable String name) {
        StringBuilder sentence = new StringBuilder(message);
        if (!ends.isEmpty()) {
            String looking = "'" + String.join("' or '", ends.getFirst()) + "'";
            boolean nesting = name != null && ends.stream().anyMatch(end -> end.contains(name));
            sentence.append(
                    nesting
                            ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for "
                            : " Jinja was looking for the following tags: ");
            sentence.append(looking).append('.');
        }
        if (!tags.isEmpty()) {
            sentence.append(" The innermost block that needs to be closed is '")
                    .append(tags.getFirst())
                    .append("'.");
        }
        return sentence.toString();
    }

    /** The body of a block whose opening tag ends here; the tag that ends it becomes current. */
    private List<Node.Statement> body(String... endNames) {
        stream.skipOperator(":");
        stream.expect(Token.Kind.BLOCK_END);
        ends.push(List.of(endNames));
        List<Node.Statement> body = new ArrayList<>();
        read(body, List.of(endNames));
        if (stream.isKind(Token.Kind.END)) {
            throw stream.error("%s", unexpected("Unexpected end of template.", null));
        }
        ends.pop();
        return body;
    }

    private List<Node.Statement> bodyAndEnd(String endName) {
        List<Node.Statement> body = body(endName);
        stream.next();
        return body;
    }

    private Node.Statement forLoop() {
        int offset = stream.next().offset();
        Node.Expression target = targets.target(false);
        stream.expectName("in");
        Node.Expression iterable = expressions.tuple(false);
        Node.Expression test = stream.skipName("if") ? expressions.expression() : null;
        boolean recursive = stream.skipName("recursive");
        List<Node.Statement> body = body("endfor", "else");
        List<Node.Statement> otherwise = stream.next().isName("else") ? bodyAndEnd("endfor") : List.of();
        return new Node.For(offset, target, iterable, body, otherwise, test, recursive);
    }

    private Node.Statement ifBlock() {
        int offset = stream.next().offset();
        Node.Expression test = expressions.tuple(false);
        List<Node.Statement> body = body("elif", "else", "endif");
        List<Node.If> elifs = new ArrayList<>();
        Token end = stream.next();
        while (end.isName("elif")) {
            Node.Expression elifTest = expressions.tuple(false);
            List<Node.Statement> elifBody = body("elif", "else", "endif");
            elifs.add(new Node.If(end.offset(), elifTest, elifBody, List.of(), List.of()));
            end = stream.next();
        }
        List<Node.Statement> otherwise = end.isName("else") ? bodyAndEnd("endif") : List.of();
        return new Node.If(offset, test, body, elifs, otherwise);
    }

    private Node.Statement set() {
        int offset = stream.next().offset();
        Node.Expression target = targets.target(true);
        if (stream.skipOperator("=")) {
            return new Node.Assign(offset, target, expressions.tuple(true));
        }
        Node.Filter filter = null;
        while (stream.skipOperator("|")) {
            filter = expressions.primaries().filter(filter);
        }
        return new Node.AssignBlock(offset, target, filter, bodyAndEnd("endset"));
    }

    private Node.Statement macro() {
        int offset = stream.next().offset();
        String name = targets.name();
        Node.Signature signature = targets.signature();
        return new Node.MacroNode(offset, name, signature, bodyAndEnd("endmacro"));
    }

    private Node.Statement callBlock() {
        int offset = stream.next().offset();
        Node.Signature signature =
                stream.isOperator("(") ? targets.signature() : new Node.Signature(offset, List.of(), List.of());
        if (!(expressions.expression() instanceof Node.Call call)) {
            throw stream.errorAt(offset, "expected call");
        }
        return new Node.CallBlock(offset, call, signature, bodyAndEnd("endcall"));
    }

    private Node.Statement generation() {
        int offset = stream.next().offset();
        Node.Signature signature = new Node.Signature(offset, List.of(), List.of());
        return new Node.CallBlock(offset, null, signature, bodyAndEnd("endgeneration"));
    }

    private Node.Statement filterBlock() {
        int offset = stream.next().offset();
        Node.Filter filter = expressions.primaries().filter(null);
        while (stream.skipOperator("|")) {
            filter = expressions.primaries().filter(filter);
        }
        return new Node.FilterBlock(offset, bodyAndEnd("endfilter"), filter);
    }

    private Node.Statement with() {
        int offset = stream.next().offset();
        List<Node.Expression> names = new ArrayList<>();
        List<Node.Expression> values = new ArrayList<>();
        while (!stream.isKind(Token.Kind.BLOCK_END)) {
            if (!names.isEmpty()) {
                stream.expectOperator(",");
            }
            names.add(TargetParser.used(targets.target(false), Node.Use.PARAMETER));
            stream.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Node.With(offset, names, values, bodyAndEnd("endwith"));
    }

    private Node.Statement block() {
        int offset = stream.next().offset();
        String name = stream.expect(Token.Kind.NAME).text();
        boolean scoped = stream.skipName("scoped");
        boolean required = stream.skipName("required");
        if (stream.isOperator("-")) {
            throw stream.error("Block names in Jinja have to be valid Python identifiers and may not contain hyphens,"
                    + " use an underscore instead.");
        }
        List<Node.Statement> body = bodyAndEnd("endblock");
        if (required && !body.stream().allMatch(StatementParser::isBlank)) {
            throw stream.error("Required blocks can only contain comments or whitespace");
        }
        stream.skipName(name);
        return new Node.Block(offset, name, scoped, required, body);
    }

    private static boolean isBlank(Node.Statement statement) {
        return statement instanceof Node.Output output
                && output.parts().stream()
                        .allMatch(part -> part instanceof Node.Data data
                                && Characters.someAndAll(data.text(), Characters::isSpace));
    }

    private Node.Statement print() {
        int offset = stream.next().offset();
        List<Node.Expression> parts = new ArrayList<>();
        while (!stream.isKind(Token.Kind.BLOCK_END)) {
            if (!parts.isEmpty()) {
                stream.expectOperator(",");
            }
            parts.add(expressions.expression());
        }
        return new Node.Output(offset, parts);
    }

    private Node.Statement autoescape() {
        int offset = stream.next().offset();
        boolean off = expressions.expression() instanceof Node.Const constant && !Truth.of(constant.value());
        List<Node.Statement> body = bodyAndEnd("endautoescape");
        if (!off) {
            throw stream.errorAt(offset, "%s", "autoescape is not supported in chat templates here");
        }
        return new Node.Scope(offset, body);
    }
}
