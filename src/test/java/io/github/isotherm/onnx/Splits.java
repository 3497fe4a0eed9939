package io.github.isotherm.onnx;

import static io.github.isotherm.onnx.Models.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/** Feeds texts in random pieces and random company, and compares all bits with the text fed alone and at once. */
final class Splits {
    private static final int[] SIZES = {1, 1, 1, 2, 3, 5, 16, 17, 40, 127, 128, 129, 300};

    private final OnnxModel model;
    private final Random random;
    private final List<Row> open = new ArrayList<>();

    /**
     * A text, and what it gives alone and at once.
     *
     * @param ids the text
     * @param logits a checksum for each position
     * @param states one of all keys and values
     */
    record Text(int[] ids, long[] logits, long states) {
        static Text of(OnnxModel model, int[] ids) {
            try (Sequence alone = model.open()) {
                Logits all = model.run(List.of(new Feed(alone, ids, ids.length)));
                long[] logits = new long[ids.length];
                for (int i = 0; i < ids.length; i++) {
                    logits[i] = checksum(at(model, all, 0, i));
                }
                return new Text(ids, logits, checksum(model, alone));
            }
        }
    }

    private record Row(Text text, Sequence sequence) {
        int left() {
            return text.ids.length - sequence.length();
        }
    }

    Splits(OnnxModel model, long seed) {
        this.model = model;
        random = new Random(seed);
    }

    /** Each text in one more random split; up to {@code rows} of them go on at any time. */
    void check(List<Text> texts, int rows) {
        List<Text> waiting = new ArrayList<>(texts);
        while (!waiting.isEmpty() || !open.isEmpty()) {
            while (open.size() < rows && !waiting.isEmpty()) {
                open.add(new Row(waiting.remove(0), model.open()));
            }
            step();
            open.removeIf(this::isChecked);
        }
    }

    private void step() {
        List<Row> fed = new ArrayList<>();
        List<Feed> feeds = new ArrayList<>();
        for (Row row : open) {
            if (feeds.isEmpty() || random.nextInt(5) > 0) {
                int from = row.sequence.length();
                int count = Math.min(SIZES[random.nextInt(SIZES.length)], row.left());
                int kept = Math.min(count, random.nextInt(4));
                feeds.add(new Feed(row.sequence, Arrays.copyOfRange(row.text.ids, from, from + count), kept));
                fed.add(row);
            }
        }
        Logits logits = model.run(feeds);
        for (int i = 0; i < feeds.size(); i++) {
            int kept = feeds.get(i).keepLast();
            int end = fed.get(i).sequence.length();
            for (int j = 0; j < kept; j++) {
                int position = end - kept + j;
                assertThat(checksum(at(model, logits, i, j)))
                        .as("logits of position %d, fed with %d others", position, feeds.size() - 1)
                        .isEqualTo(fed.get(i).text.logits[position]);
            }
        }
    }

    private boolean isChecked(Row row) {
        if (row.left() > 0) {
            return false;
        }
        assertThat(checksum(model, row.sequence)).as("keys and values").isEqualTo(row.text.states);
        row.sequence.close();
        return true;
    }

    static long checksum(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue() << 32 | Integer.toUnsignedLong(Arrays.hashCode(values));
    }

    /** Of all keys and values up to the length. */
    static long checksum(OnnxModel model, Sequence sequence) {
        RowState state = (RowState) ((OnnxSequence) sequence).store();
        CRC32C checksum = new CRC32C();
        for (int i = 0; i < model.graph().slots().size(); i++) {
            StateSlot slot = model.graph().slots().get(i);
            ByteBuffer memory = state.memory(i);
            int stride = Math.toIntExact(slot.positionBytes() / slot.blocks());
            int region = Math.toIntExact(memory.capacity() / slot.blocks());
            for (int block = 0; block < slot.blocks(); block++) {
                checksum.update(memory.slice(block * region, sequence.length() * stride));
            }
        }
        return checksum.getValue();
    }
}
