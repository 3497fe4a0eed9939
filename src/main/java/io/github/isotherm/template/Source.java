package io.github.isotherm.template;

/**
 * A template's source with line breaks normalised to {@code \n} and one trailing line break removed, as Jinja2 reads it.
 *
 * @param text the normalised text
 * @param name what errors call the template
 */
record Source(String text, String name) {
    static Source of(String source, String name) {
        String unified =
                source.indexOf('\r') < 0 ? source : source.replace("\r\n", "\n").replace('\r', '\n');
        boolean trailing = unified.endsWith("\n");
        return new Source(trailing ? unified.substring(0, unified.length() - 1) : unified, name);
    }

    Position position(int offset) {
        int end = Math.min(offset, text.length());
        int line = 1;
        int start = 0;
        for (int at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
            line++;
            start = at + 1;
        }
        return new Position(line, end - start + 1);
    }

    TemplateException error(int offset, Failure failure) {
        return new TemplateException(name, position(offset), failure);
    }
}
