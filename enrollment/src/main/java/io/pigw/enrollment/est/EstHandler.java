package io.pigw.enrollment.est;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.enrollment.issue.Credentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: reads a request, answers it, and only then reads the next. Its state belongs to the
 * channel's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class EstHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(EstHandler.class);
    private static final String BASE = "/.well-known/est/";

    private final EstService service;
    private final EstLimits limits;
    private @Nullable ScheduledFuture<?> deadline;

    EstHandler(EstService service, EstLimits limits) {
        this.service = service;
        this.limits = limits;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        awaitRequest(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        cancelDeadline();
        context.channel().config().setAutoRead(false);
        Throwable failure = request.decoderResult().cause();
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (failure != null) {
            Farewell.send(context, unreadable(failure));
            return;
        }
        String uri = request.uri();
        int query = uri.indexOf('?');
        switch (query < 0 ? uri : uri.substring(0, query)) {
            case BASE + "cacerts" -> {
                boolean isGet = request.method().equals(HttpMethod.GET);
                answer(context, isGet ? service.authorities() : notAllowed("GET"), keepAlive);
            }
            case BASE + "simpleenroll" -> {
                if (request.method().equals(HttpMethod.POST)) {
                    enroll(context, request, keepAlive);
                } else {
                    answer(context, notAllowed("POST"), keepAlive);
                }
            }
            default -> answer(context, Answer.text(HttpResponseStatus.NOT_FOUND, "no such EST operation"), keepAlive);
        }
    }

    private void enroll(ChannelHandlerContext context, FullHttpRequest request, boolean keepAlive) {
        String address = remoteAddress(context);
        if (service.isBlocked(address)) {
            long seconds = Failures.WINDOW.toSeconds();
            answer(
                    context,
                    Answer.later(HttpResponseStatus.TOO_MANY_REQUESTS, seconds, "too many wrong tokens"),
                    keepAlive);
            return;
        }
        Optional<Credentials> credentials =
                BasicCredentials.read(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        if (credentials.isEmpty()) {
            answer(context, Answer.challenge("a one-time token is needed as the password"), keepAlive);
            return;
        }
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !type.toString().strip().equalsIgnoreCase("application/pkcs10")) {
            answer(
                    context,
                    Answer.text(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "the body must be application/pkcs10"),
                    keepAlive);
            return;
        }
        byte[] csr;
        try {
            csr = Base64.getDecoder()
                    .decode(request.content()
                            .toString(StandardCharsets.ISO_8859_1)
                            .replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            answer(context, Answer.text(HttpResponseStatus.BAD_REQUEST, "the body is not base64"), keepAlive);
            return;
        }
        service.enroll(
                address,
                credentials.get(),
                csr,
                reply -> context.executor().execute(() -> answer(context, reply, keepAlive)));
    }

    private void answer(ChannelHandlerContext context, FullHttpResponse answer, boolean keepAlive) {
        if (keepAlive) {
            HttpUtil.setKeepAlive(answer, true);
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            awaitRequest(context);
        } else {
            HttpUtil.setKeepAlive(answer, false);
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Reads on; a client that is idle or drips bytes is cut off by the same limit. */
    private void awaitRequest(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(() -> context.close(), limits.requestTime().toMillis(), TimeUnit.MILLISECONDS);
        context.channel().config().setAutoRead(true);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause instanceof io.netty.handler.codec.DecoderException) {
            log.atDebug()
                    .setCause(cause)
                    .addKeyValue("remote", remoteAddress(context))
                    .log("EST connection failed");
        } else {
            log.atError()
                    .setCause(cause)
                    .addKeyValue("remote", remoteAddress(context))
                    .log("EST connection broke");
        }
        context.close();
    }

    private static FullHttpResponse unreadable(Throwable failure) {
        HttpResponseStatus status = switch (failure) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
        return Answer.text(status, "the request cannot be read");
    }

    private static FullHttpResponse notAllowed(String allowed) {
        FullHttpResponse answer = Answer.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "use " + allowed);
        answer.headers().set(HttpHeaderNames.ALLOW, allowed);
        return answer;
    }

    private static String remoteAddress(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
    }
}
