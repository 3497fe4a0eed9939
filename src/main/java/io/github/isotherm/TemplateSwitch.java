package io.github.isotherm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a chat template leaves a variable to the caller. */
final class TemplateSwitch {
    private static final Pattern CODE = Pattern.compile("\\{[%{](.*?)[%}]}", Pattern.DOTALL);
    private static final Pattern STRINGS = Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"");

    private TemplateSwitch() {}

    /** Whether the code reads the name as it is given, not one of its own or an attribute of something. */
    static boolean reads(String source, String name) {
        String bare = "(?<![.\\w])" + name + "(?![\\w(])";
        Pattern set = Pattern.compile("\\bset\\s+" + name + "\\s*=|\\bfor\\s+" + name + "\\b");
        Pattern asked = Pattern.compile(bare + "\\s*(is\\s+(not\\s+)?(defined|none|undefined)|\\|\\s*(default|d)\\b)");
        Pattern read = Pattern.compile(bare + "(?!\\s*=[^=])");
        boolean sets = false;
        boolean reads = false;
        Matcher code = CODE.matcher(source);
        while (code.find()) {
            String text = STRINGS.matcher(code.group(1)).replaceAll("''");
            if (asked.matcher(text).find()) {
                return true;
            }
            sets |= set.matcher(text).find();
            reads |= read.matcher(text).find();
        }
        return reads && !sets;
    }
}
