package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.Completion;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.wire.openai.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer to a chat in pieces; those of several samples come as they are generated. */
final class ChatStream {
    private final ChatEndpoint.Answering answering;
    private final List<StreamedChoice> choices = new ArrayList<>();
    private @Nullable EventStream events;

    ChatStream(ChatEndpoint.Answering answering) {
        this.answering = answering;
    }

    /** Follows the sample of an index; asked for in their order. */
    GenerationListener listener(int index) {
        StreamedChoice choice = new StreamedChoice(answering, index, this::send);
        choices.add(choice);
        return choice;
    }

    /** The request was taken on: from now on it is answered with events. */
    synchronized EventStream events() {
        EventStream begun = events == null ? answering.exchange().stream() : events;
        events = begun;
        return begun;
    }

    private void send(String json) {
        events().send(json);
    }

    void end(List<Completion> completions) {
        answering.refuseUnfinished(completions);
        String reason = "";
        for (int i = 0; i < choices.size(); i++) {
            String ended = choices.get(i).end(completions.get(i));
            reason = i == 0 ? ended : reason;
        }
        Usage usage = ChatEndpoint.usage(completions);
        if (answering.reply().includeUsage()) {
            send(answering.reply().usage(usage));
        }
        answering.note(usage, reason);
        events().end();
    }
}
