/**
 * {@link io.github.isotherm.LocalModel}: opens a model folder, owns everything it needs, and answers most questions.
 *
 * <p>The packages below, from the ground up; each uses only what stands before it in this list, and a test says so:
 *
 * <ul>
 *   <li>{@code error}, {@code math}: the exceptions and their sentences; softmax, selection, entropy;
 *   <li>{@code sampling}: candidates, processors, chains, the draw; {@code generate}: the ports and the loop;
 *   <li>{@code next}: one prompt's exact distribution; {@code compare}: completions at many temperatures; {@code bench}: what
 *       {@code isotherm bench} measures;
 *   <li>{@code onnx}, {@code tokenizer}, {@code hub}, {@code template}: the runtime, the tokenizers, model folders, chat
 *       templates; only this package puts them together;
 *   <li>{@code report}: output in every form; {@code wire}: requests, replies and saved runs as JSON;
 *   <li>{@code langchain4j}, {@code web}, {@code cli}: thin surfaces, without logic of their own.
 * </ul>
 */
@NullMarked
package io.github.isotherm;

import org.jspecify.annotations.NullMarked;
