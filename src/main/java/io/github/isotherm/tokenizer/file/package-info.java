/**
 * What a tokenizer.json may hold. The native library ends the whole process over what it does not expect, so all that a file
 * says is checked here first, as strictly as tokenizers 0.21.4 reads it. JDK only.
 */
@NullMarked
package io.github.isotherm.tokenizer.file;

import org.jspecify.annotations.NullMarked;
