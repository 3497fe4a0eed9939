package io.github.isotherm.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tree of a template, as jinja2/nodes.py has it. Every node knows where in the source it stands. */
sealed interface Node {
    int offset();

    /** How a name is used. */
    enum Use {
        LOAD,
        STORE,
        PARAMETER
    }

    sealed interface Expression extends Node {}

    sealed interface Statement extends Node {}

    record Name(int offset, String name, Use use) implements Expression {}

    record NamespaceRef(int offset, String name, String attribute) implements Expression {}

    record Const(int offset, Object value) implements Expression {}

    record Data(int offset, String text) implements Expression {}

    record TupleNode(int offset, List<Expression> items) implements Expression {}

    record ListNode(int offset, List<Expression> items) implements Expression {}

    record DictNode(int offset, List<Pair> items) implements Expression {}

    record Pair(int offset, Expression key, Expression value) implements Node {}

    record Conditional(
            int offset,
            Expression test,
            Expression then,
            @Nullable Expression otherwise) implements Expression {}

    record Call(int offset, Expression callee, CallArguments arguments) implements Expression {}

    /** A filter; without a target it filters the block it stands at. */
    record Filter(int offset, @Nullable Expression target, String name, CallArguments arguments)
            implements Expression {}

    record Test(int offset, Expression target, String name, CallArguments arguments) implements Expression {}

    record CallArguments(
            int offset,
            List<Expression> positional,
            List<Keyword> named,
            @Nullable Expression unpacked,
            @Nullable Expression unpackedNames)
            implements Node {
        static CallArguments none(int offset) {
            return new CallArguments(offset, List.of(), List.of(), null, null);
        }
    }

    record Keyword(int offset, String name, Expression value) implements Node {}

    record GetItem(int offset, Expression owner, Expression key) implements Expression {}

    record GetAttribute(int offset, Expression owner, String name) implements Expression {}

    record Slice(
            int offset,
            @Nullable Expression start,
            @Nullable Expression stop,
            @Nullable Expression step) implements Expression {}

    record Concat(int offset, List<Expression> parts) implements Expression {}

    record Compare(int offset, Expression first, List<Operand> rest) implements Expression {}

    record Operand(int offset, String operator, Expression value) implements Node {}

    record Binary(int offset, String operator, Expression left, Expression right) implements Expression {}

    record Logical(int offset, boolean and, Expression left, Expression right) implements Expression {}

    record Not(int offset, Expression operand) implements Expression {}

    record Unary(int offset, String operator, Expression operand) implements Expression {}

    record Output(int offset, List<Expression> parts) implements Statement {}

    record For(
            int offset,
            Expression target,
            Expression iterable,
            List<Statement> body,
            List<Statement> otherwise,
            @Nullable Expression test,
            boolean recursive)
            implements Statement {}

    record If(int offset, Expression test, List<Statement> body, List<If> elifs, List<Statement> otherwise)
            implements Statement {}

    record MacroNode(int offset, String name, Signature signature, List<Statement> body) implements Statement {}

    record Signature(int offset, List<Name> parameters, List<Expression> defaults) implements Node {}

    /** A call block; without a call it is a generation block, which calls its own body. */
    record CallBlock(int offset, @Nullable Call call, Signature signature, List<Statement> body) implements Statement {}

    record FilterBlock(int offset, List<Statement> body, Filter filter) implements Statement {}

    record With(int offset, List<Expression> targets, List<Expression> values, List<Statement> body)
            implements Statement {}

    record Assign(int offset, Expression target, Expression value) implements Statement {}

    record AssignBlock(
            int offset, Expression target, @Nullable Filter filter, List<Statement> body) implements Statement {}

    record Block(int offset, String name, boolean scoped, boolean required, List<Statement> body)
            implements Statement {}

    /** A body with variables of its own, as an autoescape block that changes nothing has. */
    record Scope(int offset, List<Statement> body) implements Statement {}

    /** include, import, from or extends: read, but refused when reached. */
    record Reference(int offset, String tag, Expression template, List<String> stored) implements Statement {}

    record Break(int offset) implements Statement {}

    record Continue(int offset) implements Statement {}
}
