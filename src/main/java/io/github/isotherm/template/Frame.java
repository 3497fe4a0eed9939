package io.github.isotherm.template;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a place in a template while it is compiled.
 *
 * @param symbols its names
 * @param function the function it belongs to
 * @param topLevel whether what is set here is seen everywhere: outside of all blocks but if
 * @param soft whether unknown filters and tests only fail when reached: inside an if or a conditional expression
 */
record Frame(Symbols symbols, FunctionScope function, boolean topLevel, boolean soft) {
    static Frame root() {
        return new Frame(new Symbols(null), new FunctionScope(null), true, false);
    }

    static Frame block() {
        return new Frame(new Symbols(null), new FunctionScope(null), false, false);
    }

    Frame inner() {
        return new Frame(new Symbols(symbols), function, false, false);
    }

    /** An inner frame that is a function of its own. */
    Frame innerFunction() {
        return new Frame(new Symbols(symbols), new FunctionScope(function), false, false);
    }

    /** The same names, in a function of their own. */
    Frame inFunction(FunctionScope scope) {
        return new Frame(symbols, scope, topLevel, soft);
    }

    Frame softened() {
        return new Frame(symbols, function, topLevel, true);
    }

    /** The variable a name means here, or null if the analysis never met the name. */
    @Nullable
    Slot slot(String name) {
        String identifier = symbols.find(name);
        return identifier == null ? null : function.find(identifier);
    }
}
