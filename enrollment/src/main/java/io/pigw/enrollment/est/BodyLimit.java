package io.pigw.enrollment.est;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Collects a request's body up to the limit; what is over gets 413 with the reason, and the connection is closed. */
final class BodyLimit extends HttpObjectAggregator {

    BodyLimit(int bytes) {
        super(bytes, true);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        Farewell.send(context, Answer.unread(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, reason()));
    }

    /** The answer to {@code Expect}; what is too large is refused before it comes, with the reason. */
    @Override
    protected Object newContinueResponse(HttpMessage start, int maxContentLength, ChannelPipeline pipeline) {
        Object answer = super.newContinueResponse(start, maxContentLength, pipeline);
        if (answer instanceof FullHttpResponse response
                && response.status().equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE)) {
            response.release();
            return Answer.unread(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, reason());
        }
        return answer;
    }

    private String reason() {
        return "the body is larger than " + maxContentLength() + " bytes";
    }
}
