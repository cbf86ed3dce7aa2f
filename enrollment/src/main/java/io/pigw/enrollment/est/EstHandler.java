package io.pigw.enrollment.est;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.enrollment.issue.Credentials;
import io.pigw.enrollment.net.Connections.Connection;
import io.pigw.enrollment.net.Connections.State;
import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    private final EstService service;
    private final EstLimits limits;
    private final Connection connection;
    private @Nullable ScheduledFuture<?> deadline;

    EstHandler(EstService service, EstLimits limits, Connection connection) {
        this.service = service;
        this.limits = limits;
        this.connection = connection;
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
        if (failure != null) {
            Farewell.send(context, Answer.unread(status(failure), "the request cannot be read"));
            return;
        }
        Head head = Head.of(request);
        reply(context, request, reply -> finish(context, head, reply));
    }

    /** What of a request is still of interest once its body is released. */
    private record Head(HttpRequest request, boolean isKept) {
        static Head of(FullHttpRequest request) {
            HttpRequest bare = new DefaultHttpRequest(
                    request.protocolVersion(), request.method(), request.uri(), request.headers());
            return new Head(bare, HttpUtil.isKeepAlive(request));
        }
    }

    private void reply(ChannelHandlerContext context, FullHttpRequest request, Consumer<Reply> answer) {
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !request.headers().contains(HttpHeaderNames.HOST)) {
            answer.accept(Reply.Refused.of(HttpResponseStatus.BAD_REQUEST, "the Host header is missing"));
            return;
        }
        switch (EstPath.read(request.uri())) {
            case EstPath.Unknown(String reason) ->
                answer.accept(Reply.Refused.of(HttpResponseStatus.NOT_FOUND, reason));
            case EstPath.Known(Operation operation) -> {
                if (request.method().equals(HttpMethod.OPTIONS)) {
                    answer.accept(new Reply.Options(operation.methods()));
                } else if (!operation.takes(request.method())) {
                    answer.accept(new Reply.NotAllowed(operation.methods()));
                } else {
                    perform(context, operation, request, answer);
                }
            }
        }
    }

    private void perform(
            ChannelHandlerContext context, Operation operation, FullHttpRequest request, Consumer<Reply> answer) {
        switch (operation) {
            case CACERTS, CSRATTRS, CSPS -> answer.accept(service.content().get(operation));
            case SIMPLEENROLL -> enroll(context, request, answer);
            case SIMPLEREENROLL -> reenroll(context, request, answer);
            case EXCLUSIONS -> exclude(context, request, answer);
        }
    }

    private void enroll(ChannelHandlerContext context, FullHttpRequest request, Consumer<Reply> answer) {
        Optional<Credentials> credentials =
                BasicCredentials.read(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        if (credentials.isEmpty()) {
            // Bouncy Castle's client fails on a challenge that has a body; one that it has answered may have one.
            boolean isFirst = !request.headers().contains(HttpHeaderNames.AUTHORIZATION);
            answer.accept(Reply.Refused.challenge(isFirst ? "" : "a one-time token is needed as the password"));
            return;
        }
        switch (CsrBody.read(request)) {
            case CsrBody.Unreadable(Reply.Refused why) -> answer.accept(why);
            case CsrBody.Der(Bytes csr) -> {
                connection.is(State.AT_WORK);
                service.enroll(connection.address(), credentials.get(), csr.toArray(), onLoop(context, answer));
            }
        }
    }

    private void reenroll(ChannelHandlerContext context, FullHttpRequest request, Consumer<Reply> answer) {
        List<X509Certificate> shown =
                ClientCertificates.shown(context.pipeline().get(SslHandler.class));
        switch (CsrBody.read(request)) {
            case CsrBody.Unreadable(Reply.Refused why) -> answer.accept(why);
            case CsrBody.Der(Bytes csr) -> {
                connection.is(State.AT_WORK);
                service.reenroll(connection.address(), shown, csr.toArray(), onLoop(context, answer));
            }
        }
    }

    private void exclude(ChannelHandlerContext context, FullHttpRequest request, Consumer<Reply> answer) {
        Reply.Refused wrong = ProposalService.unreadable(request);
        if (wrong != null) {
            answer.accept(wrong);
            return;
        }
        List<X509Certificate> shown =
                ClientCertificates.shown(context.pipeline().get(SslHandler.class));
        Bytes body = Bytes.copyOf(ByteBufUtil.getBytes(request.content()));
        connection.is(State.AT_WORK);
        service.exclude(connection.address(), shown, body, onLoop(context, answer));
    }

    private static Consumer<Reply> onLoop(ChannelHandlerContext context, Consumer<Reply> answer) {
        return reply -> context.executor().execute(() -> answer.accept(reply));
    }

    /** Answers at once, or late where the address has been refused too often. */
    private void finish(ChannelHandlerContext context, Head head, Reply reply) {
        boolean isLate =
                reply instanceof Reply.Refused refused && refused.isSuspect() && service.suspect(connection.address());
        if (isLate) {
            connection.is(State.LATE);
            context.executor()
                    .schedule(
                            () -> answer(context, head, reply),
                            limits.lateness().toMillis(),
                            TimeUnit.MILLISECONDS);
        } else {
            answer(context, head, reply);
        }
    }

    private void answer(ChannelHandlerContext context, Head head, Reply reply) {
        FullHttpResponse answer = Answer.to(head.request(), reply);
        if (head.request().method().equals(HttpMethod.HEAD)) {
            answer = Answer.head(answer);
        }
        boolean isProven = reply instanceof Reply.Found found && found.kind() == Reply.Kind.ENROLLED;
        connection.is(isProven ? State.PROVEN : State.KEPT);
        HttpUtil.setKeepAlive(answer, head.isKept());
        if (head.isKept()) {
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            awaitRequest(context);
        } else {
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
        boolean isTheirs = cause instanceof IOException || cause instanceof CodecException;
        (isTheirs ? log.atDebug() : log.atError())
                .setCause(cause)
                .addKeyValue("remote", connection.address().text())
                .log(isTheirs ? "EST connection failed" : "EST connection broke");
        context.close();
    }

    private static HttpResponseStatus status(Throwable failure) {
        return switch (failure) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
    }
}
