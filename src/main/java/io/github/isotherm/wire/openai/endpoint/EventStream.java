package io.github.isotherm.wire.openai.endpoint;

/** An answer in events, each of them JSON. One thread at a time. */
public interface EventStream {
    /**
     * Sends an event; waits while the client reads too slowly.
     *
     * @param json its data
     * @throws io.github.isotherm.error.CancelledException when the client has left
     */
    void send(String json);

    /** Says that it was the last, and ends the answer. */
    void end();

    /**
     * Answers with an error where nothing was sent yet; else sends it as the last event and breaks off, so that nobody takes the
     * answer for whole.
     *
     * @param error why it ends
     */
    void fail(Throwable error);
}
