package io.github.isotherm.template;

/** A place in a template's source, both from 1. */
record Position(int line, int column) {}
