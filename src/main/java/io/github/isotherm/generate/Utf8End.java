package io.github.isotherm.generate;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Whether bytes end inside a character of UTF-8 that further bytes could complete. */
final class Utf8End {
    private Utf8End() {}

    static boolean isIncomplete(byte[] bytes) {
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = utf8.decode(in, out, false);
        while (result.isError()) {
            in.position(in.position() + result.length());
            utf8.reset();
            result = utf8.decode(in, out, false);
        }
        return in.hasRemaining();
    }
}
