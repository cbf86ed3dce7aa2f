package io.pigw.enrollment.publish;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.enrollment.net.Connections.Connection;
import io.pigw.enrollment.net.Connections.State;
import io.pigw.enrollment.ocsp.OcspService;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: reads a request, answers it, and only then reads the next. Its state belongs to the channel's
 * loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class PublishHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(PublishHandler.class);
    private static final String OCSP = "/ocsp";
    private static final String OCSP_REQUEST = "application/ocsp-request";

    private final Catalogue catalogue;
    private final OcspService ocsp;
    private final PublishLimits limits;
    private final InstantSource clock;
    private final Connection connection;
    private int requests;
    private @Nullable ScheduledFuture<?> deadline;

    PublishHandler(
            Catalogue catalogue, OcspService ocsp, PublishLimits limits, InstantSource clock, Connection connection) {
        this.catalogue = catalogue;
        this.ocsp = ocsp;
        this.limits = limits;
        this.clock = clock;
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        closeWithin(context, limits.requestTime());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        context.channel().config().setAutoRead(false);
        closeWithin(context, limits.answerTime());
        requests++;
        boolean keepAlive = HttpUtil.isKeepAlive(request) && requests < limits.requestsPerConnection();
        if (request.decoderResult().isFailure()) {
            answer(context, Answers.text(HttpResponseStatus.BAD_REQUEST, "the request cannot be read"), false);
            return;
        }
        String uri = request.uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (path.equals(OCSP)) {
            post(context, request, keepAlive);
        } else if (path.startsWith(OCSP + "/")) {
            get(context, request, path.substring(OCSP.length() + 1), keepAlive);
        } else {
            fetch(context, request, path, keepAlive);
        }
    }

    private void fetch(ChannelHandlerContext context, FullHttpRequest request, String path, boolean keepAlive) {
        boolean isGet = request.method().equals(HttpMethod.GET);
        FullHttpResponse answer = switch (catalogue.find(path)) {
            case Catalogue.Found.Nothing() ->
                Answers.text(HttpResponseStatus.NOT_FOUND, "there is /crl, /crl/KEYID, /ca, /ca/KEYID and /ocsp");
            case Catalogue.Found.NotYet() -> Answers.later("the first CRL is not signed yet");
            case Catalogue.Found.It(Artifact artifact) ->
                isGet || request.method().equals(HttpMethod.HEAD)
                        ? Answers.of(artifact, request.headers(), isGet, clock.instant())
                        : Answers.notAllowed("GET, HEAD");
        };
        answer(context, answer, keepAlive);
    }

    /** RFC 6960 §A.1. */
    private void post(ChannelHandlerContext context, FullHttpRequest request, boolean keepAlive) {
        if (!request.method().equals(HttpMethod.POST)) {
            answer(context, Answers.notAllowed("POST, or GET /ocsp/REQUEST"), keepAlive);
            return;
        }
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !type.toString().strip().equalsIgnoreCase(OCSP_REQUEST)) {
            answer(
                    context,
                    Answers.text(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "the body must be " + OCSP_REQUEST),
                    keepAlive);
            return;
        }
        ask(context, ByteBufUtil.getBytes(request.content()), false, keepAlive);
    }

    /** RFC 6960 §A.1: base64 in the path, percent-encoded or, by some clients, not. */
    private void get(ChannelHandlerContext context, FullHttpRequest request, String encoded, boolean keepAlive) {
        if (!request.method().equals(HttpMethod.GET)) {
            answer(context, Answers.notAllowed("GET"), keepAlive);
            return;
        }
        byte[] der;
        try {
            String base64 = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.US_ASCII);
            der = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            answer(
                    context,
                    Answers.text(HttpResponseStatus.BAD_REQUEST, "what follows /ocsp/ is not base64"),
                    keepAlive);
            return;
        }
        ask(context, der, true, keepAlive);
    }

    private void ask(ChannelHandlerContext context, byte[] der, boolean isGet, boolean keepAlive) {
        connection.is(State.AT_WORK);
        ocsp.answer(der, connection.address().share(), reply -> {
            if (context.executor().inEventLoop()) {
                answer(context, Answers.ocsp(reply, isGet, clock.instant()), keepAlive);
            } else {
                context.executor()
                        .execute(() -> answer(context, Answers.ocsp(reply, isGet, clock.instant()), keepAlive));
            }
        });
    }

    private void answer(ChannelHandlerContext context, FullHttpResponse answer, boolean keepAlive) {
        HttpUtil.setKeepAlive(answer, keepAlive);
        connection.is(State.NEW); // whoever does not read what it asked for can be given up
        context.writeAndFlush(answer).addListener(written -> {
            if (!keepAlive || !written.isSuccess()) {
                context.close();
            } else {
                connection.is(State.KEPT);
                closeWithin(context, limits.requestTime());
                context.channel().config().setAutoRead(true);
            }
        });
    }

    private void closeWithin(ChannelHandlerContext context, Duration time) {
        cancelDeadline();
        deadline = context.executor().schedule(() -> context.close(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.atDebug()
                .setCause(cause)
                .addKeyValue("remote", context.channel().remoteAddress())
                .log("a connection for CRLs broke");
        context.close();
    }
}
