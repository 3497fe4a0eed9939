package io.github.isotherm.cli;

import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.TerminalText;
import java.util.ArrayList;
import java.util.List;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** The keys of {@code live}: what they are bound to, and how they are told. */
enum LiveKeys {
    COLDER,
    WARMER,
    LITTLE_COLDER,
    LITTLE_WARMER,
    TOP_K,
    LAST_TOP_K,
    TOP_P,
    LAST_TOP_P,
    MIN_P,
    LAST_MIN_P,
    ORDER,
    BRANCH,
    BACK,
    WORD,
    REMOVE_WORD,
    SEED,
    LAST_SEED,
    COMPLETE,
    SUSPEND,
    HELP,
    QUIT;

    private static final List<String> SHORT = List.of(
            "←→ T by 0.05",
            "↑↓ by 0.01",
            "k top-k",
            "p top-p",
            "m min-p",
            "o order",
            "1-9 take token",
            "⌫ back",
            "c words",
            "x remove",
            "s seed",
            "⏎ complete",
            "? help",
            "q quit");

    private static final List<String> BRIEF =
            List.of("←→↑↓ T", "1-9 take", "⌫ back", "c words", "⏎ complete", "k p m cut", "o order", "s seed");

    private static final List<String> LONG = List.of(
            "keys",
            "",
            "←  →    temperature down, up by 0.05",
            "↓  ↑    temperature down, up by 0.01",
            "k  K    next, previous value of top-k: off, 100, 40, 10, 3",
            "p  P    next, previous value of top-p: off, 0.95, 0.9, 0.5",
            "m  M    next, previous value of min-p: off, 0.02, 0.05, 0.1",
            "o       next order of the chain: hf, llama-cpp (temperature last), openai",
            "1 … 9   continue with that token",
            "⌫       take the last token back",
            "c       add words of your own, separated by commas, and see their probabilities",
            "x       remove the last word",
            "s  S    next, previous seed",
            "⏎       complete with this temperature, chain and seed; Esc stops it",
            "Ctrl-Z  back to the shell; fg comes back",
            "?       these keys; any key but q goes back",
            "q       quit, as do Ctrl-C and Ctrl-D");

    static KeyMap<LiveKeys> map(Terminal terminal) {
        KeyMap<LiveKeys> keys = new KeyMap<>();
        keys.bind(COLDER, sequence(terminal, Capability.key_left), "\033[D", "\033OD");
        keys.bind(WARMER, sequence(terminal, Capability.key_right), "\033[C", "\033OC");
        keys.bind(LITTLE_WARMER, sequence(terminal, Capability.key_up), "\033[A", "\033OA");
        keys.bind(LITTLE_COLDER, sequence(terminal, Capability.key_down), "\033[B", "\033OB");
        keys.bind(TOP_K, "k");
        keys.bind(LAST_TOP_K, "K");
        keys.bind(TOP_P, "p");
        keys.bind(LAST_TOP_P, "P");
        keys.bind(MIN_P, "m");
        keys.bind(LAST_MIN_P, "M");
        keys.bind(ORDER, "o");
        for (char digit = '1'; digit <= '9'; digit++) {
            keys.bind(BRANCH, String.valueOf(digit));
        }
        keys.bind(BACK, "\177", "\b");
        keys.bind(WORD, "c");
        keys.bind(REMOVE_WORD, "x");
        keys.bind(SEED, "s");
        keys.bind(LAST_SEED, "S");
        keys.bind(COMPLETE, "\r", "\n");
        keys.bind(SUSPEND, "\032");
        keys.bind(HELP, "?", "h");
        keys.bind(QUIT, "q", "\003", "\004");
        return keys;
    }

    private static String sequence(Terminal terminal, Capability capability) {
        String sequence = KeyMap.key(terminal, capability);
        return sequence == null ? "\0" : sequence;
    }

    /** The keys for the command's help, indented. */
    static List<String> inHelp() {
        return LONG.subList(2, LONG.size()).stream().map(line -> "  " + line).toList();
    }

    /** Every key with what it does, one a line. */
    static List<String> all(BarStyle bars) {
        return LONG.stream().map(line -> inSet(line, bars)).toList();
    }

    /** All keys in few lines of at most so many cells. */
    static List<String> wrapped(BarStyle bars, int columns) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String key : SHORT) {
            String shown = inSet(key, bars);
            String longer = line.isEmpty() ? shown : line + "   " + shown;
            if (TerminalText.width(longer) > columns && !line.isEmpty()) {
                lines.add(line);
                line = shown;
            } else {
                line = longer;
            }
        }
        lines.add(line);
        return lines.stream().map(text -> TerminalText.cut(text, columns)).toList();
    }

    /** As many keys as one line holds. */
    static String brief(BarStyle bars, int columns) {
        String end = "? keys  q quit";
        StringBuilder line = new StringBuilder();
        for (String key : BRIEF) {
            String shown = inSet(key, bars) + "  ";
            if (TerminalText.width(line + shown + end) > columns) {
                break;
            }
            line.append(shown);
        }
        return TerminalText.cut(line + end, columns);
    }

    private static String inSet(String text, BarStyle bars) {
        return bars != BarStyle.ASCII
                ? text
                : text.replace("←→↑↓", "arrows")
                        .replace("←→", "left/right")
                        .replace("↑↓", "up/down")
                        .replace("←  →    ", "left/right   ")
                        .replace("↓  ↑    ", "down/up      ")
                        .replace("⌫      ", "Backspace")
                        .replace("⌫", "Backspace")
                        .replace("⏎      ", "Enter  ")
                        .replace("⏎", "Enter")
                        .replace("…", "-");
    }
}
