package io.pigw.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.PortUnreachableException;

/** Takes answers off a sender's socket. */
final class AnswerHandler extends ChannelInboundHandlerAdapter {

    private final int sender;
    private final Answers answers;
    private final Runnable afterReading;
    private final AnswerReader reader = new AnswerReader();

    /** Takes answers. */
    @FunctionalInterface
    interface Answers {
        /** An answer came; number {@link AnswerReader#FOREIGN} where it answers nothing of ours. */
        void answered(int sender, long number, int status);
    }

    AnswerHandler(int sender, Answers answers, Runnable afterReading) {
        this.sender = sender;
        this.answers = answers;
        this.afterReading = afterReading;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        try {
            ByteBuf message = read instanceof ByteBufHolder packet ? packet.content() : (ByteBuf) read;
            long number = reader.number(message);
            answers.answered(sender, number, reader.status());
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        afterReading.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof PortUnreachableException)) {
            var _ = context.close(); // what is unanswered then counts as lost
        }
    }
}
