/**
 * Chat templates: the Jinja that model folders ship, rendered as Hugging Face {@code transformers} renders it.
 *
 * <p>The story in one read: {@link io.github.isotherm.template.ChatTemplate} is source text → {@code Lexer} (tokens)
 * → {@code StatementParser} and {@code ExpressionParser} (the tree of {@code Node}) → {@code TemplateCompiler} (names
 * become slots, nodes become steps) → text. The environment is that of {@code transformers}'
 * {@code _compile_jinja_template}: Jinja2 3.1, sandboxed and immutable, {@code trim_blocks}, {@code lstrip_blocks}, loop
 * controls, {@code generation} blocks, Python's own values, methods and formatting. Depends on the JDK only. Flat; four groups:
 *
 * <ul>
 *  <li>reading: from source text to the tree of nodes: {@code ChatTemplate}, {@code TemplateLimits}, {@code Interruption},
 *      {@code TemplateException}, {@code Position}, {@code Failure}, {@code Source}, {@code Lexer},
 *      {@code ExpressionLexer}, {@code StringEscapes}, {@code Token}, {@code TokenStream}, {@code StatementParser},
 *      {@code ExpressionParser}, {@code PrimaryParser}, {@code ArgumentParser}, {@code TargetParser},
 *      {@code ReferenceParser}, {@code Node}, {@code NodeTree};
 *  <li>compiling and running: names become slots, nodes become steps: {@code TemplateCompiler},
 *      {@code StatementCompiler}, {@code ExpressionCompiler}, {@code CallCompiler}, {@code LoopCompiler},
 *      {@code MacroCompiler}, {@code TargetCompiler}, {@code Symbols}, {@code SymbolVisitor},
 *      {@code UndeclaredNames}, {@code FunctionScope}, {@code ScopeEntry}, {@code Frame}, {@code Slot},
 *      {@code Activation}, {@code BlockCode}, {@code Evaluation}, {@code Step}, {@code Flow}, {@code Context},
 *      {@code Rendering}, {@code RenderedText}, {@code LoopContext}, {@code Macro}, {@code TemplateReference},
 *      {@code Arguments}, {@code Callable};
 *  <li>values: Python's own, with its arithmetic, order and texts: {@code Values}, {@code None}, {@code Undefined},
 *      {@code Missing}, {@code Namespace}, {@code Tuple}, {@code Dict}, {@code DictView}, {@code HashKey}, {@code TupleKey},
 *      {@code PythonRange}, {@code LazySequence}, {@code PythonGenerator}, {@code Cycler}, {@code Joiner},
 *      {@code SafeText}, {@code Numbers}, {@code Arithmetic}, {@code Ratio}, {@code Truth}, {@code ValueOrder},
 *      {@code Sorting}, {@code Iteration}, {@code Indexing}, {@code SliceBounds}, {@code Attributes},
 *      {@code TypeName}, {@code Repr}, {@code FloatText}, {@code NumberParsing}, {@code CaseMapping},
 *      {@code Characters}, {@code CodePointSet}, {@code UnicodeTables}, {@code HexDigits};
 *  <li>the library: functions, filters, tests, methods and formatting: {@code Globals}, {@code Builtin},
 *      {@code Filters}, {@code ValueFilters}, {@code TextFilters}, {@code HtmlFilters}, {@code SequenceFilters},
 *      {@code SelectionFilters}, {@code AttributePath}, {@code Tests}, {@code Method}, {@code StringMethods},
 *      {@code Splitting}, {@code Searching}, {@code TextSearch}, {@code Padding}, {@code ListMethods}, {@code DictMethods},
 *      {@code NumberMethods}, {@code FormatSpec}, {@code StrFormat}, {@code PercentFormat}, {@code Strftime},
 *      {@code JsonDump}, {@code PrettyPrint}, {@code WordWrap}.
 * </ul>
 */
@NullMarked
package io.github.isotherm.template;

import org.jspecify.annotations.NullMarked;
