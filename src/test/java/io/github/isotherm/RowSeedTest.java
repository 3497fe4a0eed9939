package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Python: {@code d = hashlib.sha256(struct.pack('>q', seed) + key.encode()).digest()}, {@code struct.unpack('>Q', d[:8])[0] >> 11},
 * {@code d[8:20].hex()}.
 */
class RowSeedTest {
    @Test
    void isTheDigestOfTheBatchsSeedAndTheRowsKey() {
        assertThat(RowSeed.of(0, "\"a\"")).isEqualTo(new RowSeed(2020998370589246L, "1fa5e81967bcd9638bebd203"));
        assertThat(RowSeed.of(42, "7")).isEqualTo(new RowSeed(7336926440834008L, "b822fd779007ab2b4556a309"));
        assertThat(RowSeed.of(0, "\"ä\"")).isEqualTo(new RowSeed(1038650075940387L, "e061baabcc71ae566e809e4f"));
    }
}
