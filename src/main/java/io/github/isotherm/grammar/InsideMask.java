package io.github.isotherm.grammar;

import java.util.List;

/**
 * Which tokens stay inside an expression, whatever comes after it.
 *
 * @param ids those all of whose bytes are in it
 * @param exits nodes at which the expression may be over and tokens go on
 * @param longest the shortest end of what is left of the expression behind a token, where that is longest; bytes
 */
record InsideMask(TokenSet ids, List<Integer> exits, long longest) {}
