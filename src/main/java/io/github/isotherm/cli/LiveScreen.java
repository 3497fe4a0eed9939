package io.github.isotherm.cli;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.FirstLook.Piece;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;

/** The screen of {@code live}: draws, and does what the keys say. Leaves the terminal as it found it. */
final class LiveScreen {
    /** So many temperatures stand beside the one that moves, as far as there is room. */
    private static final List<Double> BESIDE = List.of(0.2, 0.5, 1.0, 1.5, 2.0);

    private static final int LEAST_LISTED = 9;
    private static final String WORDS = "words, separated by commas (Enter adds them, Esc does not): ";
    private static final int ESCAPE = 27;
    private static final int CTRL_C = 3;

    private final Terminal terminal;
    private final LivePrompt prompt;
    private final BarStyle bars;
    private final UnaryOperator<String> painted;
    private final Function<Piece, String> written;
    private final BindingReader reader;
    private final String leaving;
    /** Held while state changes or is drawn: a resize draws from another thread. */
    private final ReentrantLock lock = new ReentrantLock();

    private LiveSettings settings;
    private List<Distribution> shown;
    private List<Piece> completion = List.of();
    private String note = "";
    private boolean help;

    /**
     * A screen.
     *
     * @param painted adds colours to a line of numbers and bars, or none
     * @param written adds the colour of its probability to what the model wrote, or none
     */
    LiveScreen(
            Terminal terminal,
            LivePrompt prompt,
            LiveSettings first,
            BarStyle bars,
            UnaryOperator<String> painted,
            Function<Piece, String> written) {
        this.terminal = terminal;
        this.prompt = prompt;
        this.bars = bars;
        this.painted = painted;
        this.written = written;
        reader = new BindingReader(terminal.reader());
        leaving = leaving(terminal);
        settings = first;
        shown = computed();
    }

    /** As many tokens as the window could show. */
    private List<Distribution> computed() {
        return prompt.next(settings, BESIDE, listed());
    }

    private int listed() {
        return Math.max(LEAST_LISTED, terminal.getSize().getRows());
    }

    /** Draws and reads keys until told to quit, or until the terminal is gone. */
    void run() {
        Attributes before = terminal.enterRawMode();
        Thread restore = new Thread(() -> leaveAtShutdown(before), "isotherm-live-restore");
        Runtime.getRuntime().addShutdownHook(restore);
        try {
            enter();
            terminal.handle(Terminal.Signal.WINCH, signal -> redraw());
            loop(LiveKeys.map(terminal), before);
        } catch (IOError e) {
            note = "the terminal is gone";
        } finally {
            leave(before);
            removeHook(restore);
        }
    }

    private static void removeHook(Thread restore) {
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            restore.setName("isotherm-live-restored"); // the program is ending and the hook runs
        }
    }

    private void enter() {
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false); // Ctrl-C and Ctrl-Z are keys like the others
        terminal.setAttributes(raw);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
    }

    private void leave(Attributes before) {
        terminal.writer().print(leaving);
        terminal.flush();
        terminal.setAttributes(before);
    }

    /** A signal ends the program: JLine's own hook may have closed the terminal, with its attributes restored. */
    private void leaveAtShutdown(Attributes before) {
        try {
            leave(before);
        } catch (IllegalStateException closed) {
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            out.print(leaving);
            out.flush();
        }
    }

    /** What ends the drawing, worked out while the terminal is open. */
    private static String leaving(Terminal terminal) {
        StringBuilder sequences = new StringBuilder();
        for (Capability capability :
                List.of(Capability.cursor_normal, Capability.keypad_local, Capability.exit_ca_mode)) {
            String sequence = terminal.getStringCapability(capability);
            sequences.append(sequence == null ? "" : Curses.tputs(sequence));
        }
        return sequences.toString();
    }

    private void loop(KeyMap<LiveKeys> keys, Attributes before) {
        draw();
        for (LiveKeys key = reader.readBinding(keys);
                key != null && key != LiveKeys.QUIT;
                key = reader.readBinding(keys)) {
            try {
                if (key == LiveKeys.SUSPEND) {
                    suspend(before);
                } else {
                    act(key);
                }
            } catch (IsothermException e) {
                tell(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Gives the terminal back, stops with all of the shell's job, and draws again when that goes on. */
    private void suspend(Attributes before) {
        lock.lock();
        try {
            leave(before);
            ShellJob.stop();
            terminal.enterRawMode();
            enter();
        } finally {
            lock.unlock();
        }
        redraw();
    }

    /** For a window that may have another size. */
    private void redraw() {
        lock.lock();
        try {
            shown = computed();
        } finally {
            lock.unlock();
        }
        draw();
    }

    private void act(LiveKeys key) {
        if (help || key == LiveKeys.HELP) {
            change(() -> help = !help);
            return;
        }
        switch (key) {
            case COLDER -> set(settings.warmer(-5));
            case WARMER -> set(settings.warmer(5));
            case LITTLE_COLDER -> set(settings.warmer(-1));
            case LITTLE_WARMER -> set(settings.warmer(1));
            case TOP_K -> set(settings.nextTopK(1));
            case LAST_TOP_K -> set(settings.nextTopK(-1));
            case TOP_P -> set(settings.nextTopP(1));
            case LAST_TOP_P -> set(settings.nextTopP(-1));
            case MIN_P -> set(settings.nextMinP(1));
            case LAST_MIN_P -> set(settings.nextMinP(-1));
            case ORDER -> set(settings.nextOrder());
            case BRANCH -> branch(reader.getLastBinding().charAt(0) - '1');
            case BACK -> change(prompt::back);
            case WORD -> addWord();
            case REMOVE_WORD -> change(prompt::removeWord);
            case SEED -> change(() -> prompt.moveSeed(1));
            case LAST_SEED -> change(() -> prompt.moveSeed(-1));
            case COMPLETE -> complete();
            case SUSPEND, HELP, QUIT -> {}
        }
    }

    private void set(LiveSettings next) {
        change(() -> settings = next);
    }

    /** Changes something, computes what is shown again, and draws. */
    private void change(Runnable change) {
        lock.lock();
        try {
            note = "";
            completion = List.of();
            change.run();
            shown = computed();
        } finally {
            lock.unlock();
        }
        draw();
    }

    private void tell(String text) {
        lock.lock();
        try {
            note = text;
        } finally {
            lock.unlock();
        }
        draw();
    }

    private void branch(int row) {
        List<TopToken> top = shown.get(0).top();
        if (row < top.size()) {
            change(() -> prompt.branch(top.get(row).id()));
        }
    }

    private void addWord() {
        StringBuilder word = new StringBuilder();
        tell(WORDS);
        for (int c = reader.readCharacter(); c >= 0 && c != '\r' && c != '\n'; c = reader.readCharacter()) {
            if (c == ESCAPE || c == CTRL_C) {
                tell("");
                return;
            }
            if (c == 127 || c == '\b') {
                word.setLength(word.isEmpty() ? 0 : word.offsetByCodePoints(word.length(), -1));
            } else if (!Character.isISOControl(c)) {
                word.appendCodePoint(c);
            }
            tell(WORDS + word);
        }
        change(() -> prompt.add(word.toString()));
    }

    /** Streams a completion, token by token in their colours; Esc or Ctrl-C stops it. */
    private void complete() {
        Cancellation cancellation = new Cancellation();
        write(List.of());
        tell("completing");
        List<Piece> whole = prompt.completed(
                settings,
                pieces -> {
                    write(pieces);
                    if (isStopTyped()) {
                        cancellation.cancel();
                    }
                },
                cancellation);
        write(whole);
    }

    private void write(List<Piece> pieces) {
        lock.lock();
        try {
            note = "";
            completion = pieces;
        } finally {
            lock.unlock();
        }
        draw();
    }

    private boolean isStopTyped() {
        try {
            int next = terminal.reader().peek(1);
            return next == ESCAPE || next == CTRL_C;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draws over what stands there, line by line, so that nothing flickers. */
    private void draw() {
        lock.lock();
        try {
            int rows = Math.max(1, terminal.getSize().getRows());
            int columns = Math.max(1, terminal.getSize().getColumns());
            List<List<Piece>> lines = new LiveView(
                            prompt.text(),
                            settings,
                            prompt.seed(),
                            note,
                            help,
                            completion,
                            shown.get(0),
                            shown.subList(1, shown.size()),
                            prompt.vocabulary(),
                            bars)
                    .pieces(columns, rows, listed());
            terminal.puts(Capability.cursor_home);
            for (int i = 0; i < lines.size(); i++) {
                terminal.writer().print(i == 0 ? "" : "\r\n");
                terminal.writer().print(painted(lines.get(i)));
                terminal.puts(Capability.clr_eol);
            }
            terminal.puts(Capability.clr_eos);
            terminal.flush();
        } finally {
            lock.unlock();
        }
    }

    private String painted(List<Piece> line) {
        boolean plain = line.size() == 1 && line.get(0).probability() == 1;
        return plain
                ? painted.apply(line.get(0).text())
                : line.stream().map(written).collect(Collectors.joining());
    }
}
