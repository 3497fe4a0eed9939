package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class AddressRangeTest {
    private static final AddressRange RANGE = new AddressRange(100, 200);

    @Test
    void whatIsNewIsWhatWasNotThere() {
        assertThat(RANGE.without(List.of())).containsExactly(RANGE);
        assertThat(RANGE.without(List.of(RANGE))).isEmpty();
        assertThat(RANGE.without(List.of(new AddressRange(0, 100), new AddressRange(200, 300))))
                .containsExactly(RANGE);
        assertThat(RANGE.without(List.of(new AddressRange(50, 120), new AddressRange(150, 160))))
                .containsExactly(new AddressRange(120, 150), new AddressRange(160, 200));
    }

    @Test
    void pagesLieInside() {
        assertThat(RANGE.pages(40)).containsExactly(new AddressRange(120, 160), new AddressRange(160, 200));
        assertThat(RANGE.pages(128)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsAllocatedIsUsed() throws IOException {
        List<AddressRange> before = AddressRange.used();
        assertThat(before).hasSizeGreaterThan(20);
        try (StateBlock block = StateBlock.allocate(64L << 20, "a test")) {
            block.slice(0, 64).putLong(0, 1);
            long fresh = AddressRange.allocated().stream()
                    .flatMap(range -> range.without(before).stream())
                    .mapToLong(AddressRange::bytes)
                    .sum();
            assertThat(fresh).isBetween(64L << 20, 80L << 20);
        }
    }
}
