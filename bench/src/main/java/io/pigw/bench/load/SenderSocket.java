package io.pigw.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** A connected socket and the message of its users. On the generator's loop. */
final class SenderSocket {

    private final Channel channel;
    private final MessageTemplate template;
    private final LoadGenerator.Options options;
    private boolean unflushed;

    SenderSocket(Channel channel, MessageTemplate template, LoadGenerator.Options options) {
        this.channel = channel;
        this.template = template;
        this.options = options;
    }

    void write(long number) {
        ByteBuf message = template.message(channel.alloc(), number, options.user(number), options.target(number));
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
