/**
 * Requests and replies of the OpenAI form as JSON, without HTTP or threads: one strict reader for all bodies, plain functions for
 * all answers.
 */
@NullMarked
package io.github.isotherm.wire.openai;

import org.jspecify.annotations.NullMarked;
