package io.pigw.enrollment.est;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.pigw.enrollment.exclude.ExclusionOutcome;
import io.pigw.enrollment.exclude.Exclusions;
import io.pigw.enrollment.exclude.Proposal;
import io.pigw.enrollment.exclude.ProposalReader;
import io.pigw.enrollment.net.ClientAddress;
import io.pigw.enrollment.policy.Violation;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers proposals to exclude a node: of opinion servers alone, known by their client certificates. */
final class ProposalService {

    private final Exclusions exclusions;
    private final ClientCertificates clients;

    ProposalService(Exclusions exclusions, ClientCertificates clients) {
        this.exclusions = exclusions;
        this.clients = clients;
    }

    /** What is wrong with the request as such; null: nothing. On the channel's loop. */
    static Reply.@Nullable Refused unreadable(FullHttpRequest request) {
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !type.toString().strip().equalsIgnoreCase("application/json")) {
            return Reply.Refused.of(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json");
        }
        return request.content().readableBytes() > ProposalReader.MAX_BYTES
                ? Reply.Refused.of(
                        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                        "a proposal has at most " + ProposalReader.MAX_BYTES + " bytes")
                : null;
    }

    /** Answers whoever showed this chain. Blocks: on a thread of its own. */
    Reply answer(ClientAddress address, List<X509Certificate> shown, Bytes body) throws InterruptedException {
        return switch (clients.judge(shown)) {
            case ClientCertificates.Judgement.Bad(var refused) -> {
                exclusions.refused(refused.violations().getFirst().reason(), address.text());
                yield Reply.Refused.of(refused.violations());
            }
            case ClientCertificates.Judgement.Good(NodeCertificate client) ->
                Exclusions.isForRole(client.role())
                        ? answer(address, client, shown.getFirst().getSerialNumber(), body)
                        : wrongRole(address, client);
        };
    }

    private Reply wrongRole(ClientAddress address, NodeCertificate client) {
        String reason = "your certificate is one of role " + word(client.role());
        exclusions.refused(reason, address.text());
        return refused("not_an_opinion_server", reason, "opinion servers alone propose exclusions");
    }

    private Reply answer(ClientAddress address, NodeCertificate client, BigInteger serial, Bytes body)
            throws InterruptedException {
        return switch (ProposalReader.read(body)) {
            case ProposalReader.Read.Bad(String reason) -> {
                exclusions.malformed(client.id(), reason);
                yield Reply.Refused.of(HttpResponseStatus.BAD_REQUEST, reason);
            }
            case ProposalReader.Read.Good(Proposal proposal) ->
                reply(proposal, exclusions.propose(client, serial, address.text(), proposal));
        };
    }

    private static Reply reply(Proposal proposal, ExclusionOutcome outcome) {
        return switch (outcome) {
            case ExclusionOutcome.Excluded(var changed) ->
                new Reply.Told(
                        HttpResponseStatus.OK, "{\"result\":\"excluded\",\"certificates\":" + changed.size() + "}");
            case ExclusionOutcome.Recorded _ ->
                new Reply.Told(HttpResponseStatus.ACCEPTED, "{\"result\":\"recorded\"}");
            case ExclusionOutcome.Already _ -> new Reply.Told(HttpResponseStatus.OK, "{\"result\":\"already\"}");
            case ExclusionOutcome.UnknownNode _ ->
                Reply.Refused.of(HttpResponseStatus.NOT_FOUND, "there is no node " + proposal.node());
            case ExclusionOutcome.ProtectedRole(var role) ->
                refused(
                        "protected_role",
                        "node " + proposal.node() + " is of role " + word(role),
                        "an operator can revoke it");
            case ExclusionOutcome.Capped(Duration retryAfter) ->
                Reply.Refused.later(
                        HttpResponseStatus.TOO_MANY_REQUESTS,
                        retryAfter,
                        "enough nodes were excluded in the last hour; an operator can revoke more");
            case ExclusionOutcome.NotInStanding _ ->
                refused(
                        "not_in_standing",
                        "your certificate is not on record, was revoked, or its account is blocked",
                        "ask the operator for a token, and enroll anew");
        };
    }

    private static Reply refused(String code, String reason, String remedy) {
        return Reply.Refused.of(List.of(new Violation(code, reason, remedy)));
    }

    private static String word(Enum<?> role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
