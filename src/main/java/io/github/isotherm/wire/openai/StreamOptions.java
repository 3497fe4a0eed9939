package io.github.isotherm.wire.openai;

/**
 * Whether an answer comes in pieces, and what they bring.
 *
 * @param streams whether it does
 * @param includeUsage whether a last piece brings the usage, and all others say null there
 */
public record StreamOptions(boolean streams, boolean includeUsage) {
    /**
     * Reads {@code stream} and {@code stream_options}.
     *
     * @param fields the request's
     * @return the options; no usage where it is not asked for
     * @throws InvalidRequestException when options are given without {@code stream}
     */
    public static StreamOptions read(RequestFields fields) {
        boolean streams = fields.flag("stream", false);
        RequestFields options = fields.object("stream_options");
        if (options == null) {
            return new StreamOptions(streams, false);
        }
        if (!streams) {
            throw fields.refused(
                    "stream_options", "stream_options is given without stream; set stream to true, or leave it out.");
        }
        boolean usage = options.flag("include_usage", false);
        // Padding against who reads the lengths of encrypted pieces; there is none here.
        options.flag("include_obfuscation", false);
        options.end();
        return new StreamOptions(true, usage);
    }
}
