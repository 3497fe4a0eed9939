package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
}
