/** Text to ids and back, over the Hugging Face tokenizers library. The only package that imports {@code ai.djl}. */
@NullMarked
package io.github.isotherm.tokenizer;

import org.jspecify.annotations.NullMarked;
