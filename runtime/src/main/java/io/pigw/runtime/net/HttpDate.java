package io.pigw.runtime.net;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.time.InstantSource;
import java.util.Date;

/** Says in each answer when it was made, as an origin server with a clock must (RFC 9110 §6.6.1). Behind the codec. */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // the promise is the caller's
public final class HttpDate extends ChannelOutboundHandlerAdapter {

    private final InstantSource clock;

    /** By that clock. */
    public HttpDate(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response && !response.headers().contains(HttpHeaderNames.DATE)) {
            response.headers().set(HttpHeaderNames.DATE, DateFormatter.format(Date.from(clock.instant())));
        }
        context.write(message, promise);
    }
}
