package io.pigw.enrollment.est;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Collects a request's body up to the limit; what is over gets 413 with the reason, and the connection is closed. */
final class BodyLimit extends HttpObjectAggregator {

    BodyLimit(int bytes) {
        super(bytes);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        Farewell.send(
                context,
                Answer.text(
                        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                        "the body is larger than " + maxContentLength() + " bytes"));
    }
}
