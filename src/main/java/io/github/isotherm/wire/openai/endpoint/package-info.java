/**
 * Requests of the OpenAI form answered by models, whoever brings them: a server, or the lines of a file. Knows no sockets and no
 * files; {@link io.github.isotherm.wire.openai.endpoint.Exchange} is the one way in and out.
 */
@NullMarked
package io.github.isotherm.wire.openai.endpoint;

import org.jspecify.annotations.NullMarked;
