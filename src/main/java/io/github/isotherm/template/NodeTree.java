package io.github.isotherm.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks over {@link Node} trees, children in the order jinja2 visits them. */
final class NodeTree {
    private NodeTree() {}

    static List<Node> children(Node node) {
        List<Node> children = new ArrayList<>();
        if (node instanceof Node.Statement statement) {
            addOfStatement(statement, children);
        } else {
            addOfExpression(node, children);
        }
        return children;
    }

    private static void add(List<Node> children, @Nullable Node child) {
        if (child != null) {
            children.add(child);
        }
    }

    private static void addOfStatement(Node.Statement node, List<Node> children) {
        if (node instanceof Node.Output output) {
            children.addAll(output.parts());
        } else if (node instanceof Node.For loop) {
            children.add(loop.target());
            children.add(loop.iterable());
            children.addAll(loop.body());
            children.addAll(loop.otherwise());
            add(children, loop.test());
        } else if (node instanceof Node.If branch) {
            children.add(branch.test());
            children.addAll(branch.body());
            children.addAll(branch.elifs());
            children.addAll(branch.otherwise());
        } else if (node instanceof Node.Assign assign) {
            children.add(assign.target());
            children.add(assign.value());
        } else if (node instanceof Node.Reference reference) {
            children.add(reference.template());
        } else {
            addOfBlock(node, children);
        }
    }

    private static void addOfBlock(Node.Statement node, List<Node> children) {
        if (node instanceof Node.MacroNode macro) {
            children.add(macro.signature());
            children.addAll(macro.body());
        } else if (node instanceof Node.CallBlock block) {
            add(children, block.call());
            children.add(block.signature());
            children.addAll(block.body());
        } else if (node instanceof Node.FilterBlock block) {
            children.addAll(block.body());
            children.add(block.filter());
        } else if (node instanceof Node.With with) {
            children.addAll(with.targets());
            children.addAll(with.values());
            children.addAll(with.body());
        } else if (node instanceof Node.AssignBlock block) {
            children.add(block.target());
            add(children, block.filter());
            children.addAll(block.body());
        } else if (node instanceof Node.Block block) {
            children.addAll(block.body());
        } else if (node instanceof Node.Scope scope) {
            children.addAll(scope.body());
        }
    }

    private static void addOfExpression(Node node, List<Node> children) {
        if (node instanceof Node.TupleNode tuple) {
            children.addAll(tuple.items());
        } else if (node instanceof Node.ListNode list) {
            children.addAll(list.items());
        } else if (node instanceof Node.DictNode dict) {
            children.addAll(dict.items());
        } else if (node instanceof Node.Pair pair) {
            children.add(pair.key());
            children.add(pair.value());
        } else if (node instanceof Node.Conditional conditional) {
            children.add(conditional.test());
            children.add(conditional.then());
            add(children, conditional.otherwise());
        } else if (node instanceof Node.Concat concat) {
            children.addAll(concat.parts());
        } else if (node instanceof Node.Signature signature) {
            children.addAll(signature.parameters());
            children.addAll(signature.defaults());
        } else {
            addOfCall(node, children);
        }
    }

    private static void addOfCall(Node node, List<Node> children) {
        if (node instanceof Node.Call call) {
            children.add(call.callee());
            children.add(call.arguments());
        } else if (node instanceof Node.Filter filter) {
            add(children, filter.target());
            children.add(filter.arguments());
        } else if (node instanceof Node.Test test) {
            children.add(test.target());
            children.add(test.arguments());
        } else if (node instanceof Node.CallArguments arguments) {
            children.addAll(arguments.positional());
            children.addAll(arguments.named());
            add(children, arguments.unpacked());
            add(children, arguments.unpackedNames());
        } else if (node instanceof Node.Keyword keyword) {
            children.add(keyword.value());
        } else {
            addOfOperator(node, children);
        }
    }

    private static void addOfOperator(Node node, List<Node> children) {
        if (node instanceof Node.GetItem item) {
            children.add(item.owner());
            children.add(item.key());
        } else if (node instanceof Node.GetAttribute attribute) {
            children.add(attribute.owner());
        } else if (node instanceof Node.Slice slice) {
            add(children, slice.start());
            add(children, slice.stop());
            add(children, slice.step());
        } else if (node instanceof Node.Compare compare) {
            children.add(compare.first());
            children.addAll(compare.rest());
        } else if (node instanceof Node.Operand operand) {
            children.add(operand.value());
        } else if (node instanceof Node.Binary binary) {
            children.add(binary.left());
            children.add(binary.right());
        } else if (node instanceof Node.Logical logical) {
            children.add(logical.left());
            children.add(logical.right());
        } else if (node instanceof Node.Not not) {
            children.add(not.operand());
        } else if (node instanceof Node.Unary unary) {
            children.add(unary.operand());
        }
    }

    /** Shows every node below (not the node itself) to a visitor, depth first. */
    static void visit(Node node, Consumer<Node> visitor) {
        for (Node child : children(node)) {
            visitor.accept(child);
            visit(child, visitor);
        }
    }
}
