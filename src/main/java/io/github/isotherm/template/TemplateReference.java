package io.github.isotherm.template;

import java.util.Map;

/**
 * Jinja2's {@code self}: the template's blocks by name.
 *
 * @param blocks what renders each block
 */
record TemplateReference(Map<String, Callable> blocks) {
    Object block(Object name) {
        Object block = name instanceof String ? blocks.get(name) : null;
        return block == null ? Missing.MISSING : block;
    }
}
