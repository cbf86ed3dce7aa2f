package io.pigw.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;

/** A connected socket and the message of its users. On the generator's loop. */
final class SenderSocket {

    private final Channel channel;
    private final MessageTemplate template;
    private final int users;
    private final List<Integer> targets;
    private boolean unflushed;

    SenderSocket(Channel channel, MessageTemplate template, int users, List<Integer> targets) {
        this.channel = channel;
        this.template = template;
        this.users = users;
        this.targets = targets;
    }

    void write(long number) {
        int user = (int) (number % users);
        ByteBuf message = template.message(channel.alloc(), number, user, targets.get(user % targets.size()));
        var _ = channel.write(message);
        unflushed = true;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    int messageBytes() {
        return template.length();
    }

    Channel channel() {
        return channel;
    }
}
