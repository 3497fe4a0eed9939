/**
 * Chat templates: the Jinja that model folders ship, rendered as Hugging Face {@code transformers} renders it.
 *
 * <p>The story in one read: {@link io.github.isotherm.template.ChatTemplate} is source text → {@code Lexer} (tokens)
 * → {@code StatementParser} and {@code ExpressionParser} (the tree of {@code Node}) → {@code TemplateCompiler} (names
 * become slots, nodes become steps) → text. The environment is that of {@code transformers}'
 * {@code _compile_jinja_template}: Jinja2 3.1, sandboxed and immutable, {@code trim_blocks}, {@code lstrip_blocks}, loop
 * controls, {@code generation} blocks, Python's own values, methods and formatting. Depends on the JDK only.
 */
@NullMarked
package io.github.isotherm.template;

import org.jspecify.annotations.NullMarked;
