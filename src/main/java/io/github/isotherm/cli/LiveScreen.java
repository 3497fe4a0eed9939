package io.github.isotherm.cli;

import io.github.isotherm.compare.NextTokens;
import io.github.isotherm.compare.TemperatureChain;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.report.Bars;
import java.io.IOError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** The screen of {@code live}: draws, and does what the keys say. Leaves the terminal as it found it. */
final class LiveScreen {
    private static final int MOST_LISTED = 9;
    private static final int SLIDER = 40;
    /** Lines beside tokens and words: prompt, slider, readings, others, chain, note, keys, and blanks between. */
    private static final int FIXED_LINES = 11;

    private static final String HELP = "←→ 0.05  ↑↓ 0.01  k top-k  p top-p  m min-p  o order  1-9 branch  ⌫ back"
            + "  c word  s seed  ⏎ complete  q quit";

    /** What a key does. */
    enum Key {
        COLDER,
        WARMER,
        LITTLE_COLDER,
        LITTLE_WARMER,
        TOP_K,
        TOP_P,
        MIN_P,
        ORDER,
        BRANCH,
        BACK,
        WORD,
        SEED,
        COMPLETE,
        QUIT
    }

    private final Terminal terminal;
    private final LivePrompt prompt;
    private final Bars bars;
    private final BindingReader reader;
    private LiveSettings settings = LiveSettings.at(1);
    private NextTokens shown;
    private String note = "";

    LiveScreen(Terminal terminal, LivePrompt prompt, Bars bars) {
        this.terminal = terminal;
        this.prompt = prompt;
        this.bars = bars;
        reader = new BindingReader(terminal.reader());
        shown = prompt.next(settings, MOST_LISTED);
    }

    /** Draws and reads keys until told to quit, or until the terminal is gone. */
    void run(LiveSettings first) {
        settings = first;
        Attributes before = terminal.enterRawMode();
        Thread restore = new Thread(this::leave, "isotherm-live-restore");
        Runtime.getRuntime().addShutdownHook(restore);
        try {
            Attributes raw = terminal.getAttributes();
            raw.setLocalFlag(Attributes.LocalFlag.ISIG, false); // Ctrl-C is a key like the others
            terminal.setAttributes(raw);
            enter();
            terminal.handle(Terminal.Signal.WINCH, signal -> draw());
            loop(keys());
        } catch (IOError e) {
            note = "the terminal is gone";
        } finally {
            leave();
            terminal.setAttributes(before);
            Runtime.getRuntime().removeShutdownHook(restore);
        }
    }

    private void enter() {
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
    }

    private void leave() {
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.keypad_local);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
    }

    private void loop(KeyMap<Key> keys) {
        draw();
        for (Key key = reader.readBinding(keys); key != null && key != Key.QUIT; key = reader.readBinding(keys)) {
            note = "";
            try {
                act(key);
            } catch (IsothermException e) {
                note = String.valueOf(e.getMessage());
            }
            draw();
        }
    }

    private void act(Key key) {
        switch (key) {
            case COLDER -> settings = settings.warmer(-5);
            case WARMER -> settings = settings.warmer(5);
            case LITTLE_COLDER -> settings = settings.warmer(-1);
            case LITTLE_WARMER -> settings = settings.warmer(1);
            case TOP_K -> settings = settings.nextTopK();
            case TOP_P -> settings = settings.nextTopP();
            case MIN_P -> settings = settings.nextMinP();
            case ORDER -> settings = settings.nextOrder();
            case BRANCH -> branch(reader.getLastBinding().charAt(0) - '1');
            case BACK -> prompt.back();
            case WORD -> addWord();
            case SEED -> prompt.nextSeed();
            case COMPLETE -> note = prompt.completed(settings).strip();
            case QUIT -> {}
        }
    }

    private void branch(int row) {
        List<NextTokens.TopToken> top = shown.distributions().get(0).top();
        if (row < top.size()) {
            prompt.branch(top.get(row).id());
        }
    }

    private void addWord() {
        StringBuilder word = new StringBuilder();
        note = "word: ";
        draw();
        for (int c = reader.readCharacter(); c >= 0 && c != '\r' && c != '\n'; c = reader.readCharacter()) {
            if (c == 27) {
                note = "";
                return;
            }
            if (c == 127 || c == '\b') {
                word.setLength(Math.max(0, word.length() - 1));
            } else {
                word.appendCodePoint(c);
            }
            note = "word: " + word;
            draw();
        }
        note = "";
        prompt.add(word.toString());
    }

    private KeyMap<Key> keys() {
        KeyMap<Key> keys = new KeyMap<>();
        keys.bind(Key.COLDER, key(Capability.key_left), "\033[D", "\033OD");
        keys.bind(Key.WARMER, key(Capability.key_right), "\033[C", "\033OC");
        keys.bind(Key.LITTLE_WARMER, key(Capability.key_up), "\033[A", "\033OA");
        keys.bind(Key.LITTLE_COLDER, key(Capability.key_down), "\033[B", "\033OB");
        keys.bind(Key.TOP_K, "k");
        keys.bind(Key.TOP_P, "p");
        keys.bind(Key.MIN_P, "m");
        keys.bind(Key.ORDER, "o");
        for (char digit = '1'; digit <= '9'; digit++) {
            keys.bind(Key.BRANCH, String.valueOf(digit));
        }
        keys.bind(Key.BACK, "\177", "\b");
        keys.bind(Key.WORD, "c");
        keys.bind(Key.SEED, "s");
        keys.bind(Key.COMPLETE, "\r", "\n");
        keys.bind(Key.QUIT, "q", "\003", "\004");
        return keys;
    }

    private String key(Capability capability) {
        String sequence = KeyMap.key(terminal, capability);
        return sequence == null ? "\0" : sequence;
    }

    /** Draws over what stands there, line by line, so that nothing flickers. */
    private synchronized void draw() {
        int rows = Math.max(12, terminal.getSize().getRows());
        int columns = Math.max(20, terminal.getSize().getColumns());
        shown = prompt.next(settings, Math.max(1, Math.min(MOST_LISTED, rows - FIXED_LINES - prompt.wordLines())));
        terminal.puts(Capability.cursor_home);
        for (String line : lines(columns, rows - 1)) {
            terminal.writer().print(line);
            terminal.puts(Capability.clr_eol);
            terminal.writer().print("\r\n");
        }
        terminal.puts(Capability.clr_eos);
        terminal.flush();
    }

    private List<String> lines(int columns, int most) {
        List<String> lines = new ArrayList<>(List.of(prompt.table(shown, bars).split("\n")));
        lines.add(1, "");
        lines.add(2, slider());
        lines.add("");
        lines.add(
                "chain " + TemperatureChain.at(settings.chain(), settings.temperature()) + "   seed " + prompt.seed());
        lines.add(note.replace('\n', ' '));
        lines.add(HELP);
        return lines.stream().limit(most).map(line -> cut(line, columns)).toList();
    }

    private String slider() {
        int at = (int) Math.round(settings.temperature() / 2 * SLIDER);
        return String.format(
                Locale.ROOT, "0 %s●%s 2   T = %.2f", "─".repeat(at), "─".repeat(SLIDER - at), settings.temperature());
    }

    private static String cut(String line, int columns) {
        return line.codePointCount(0, line.length()) <= columns
                ? line
                : line.substring(0, line.offsetByCodePoints(0, columns));
    }
}
