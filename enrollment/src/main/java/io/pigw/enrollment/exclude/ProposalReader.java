package io.pigw.enrollment.exclude;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pigw.enrollment.exclude.Proposal.Evidence;
import io.pigw.enrollment.exclude.Proposal.Grounds;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a proposal in JSON: exactly the known fields, each once and of its type. */
public final class ProposalReader {

    /** The longest proposal, in bytes. */
    public static final int MAX_BYTES = 4_096;

    private static final List<String> FIELDS = List.of("node", "grounds", "evidence", "detail");
    private static final List<String> EVIDENCE = List.of("good", "bad", "counterparties", "destinations");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(4)
                            .maxNumberLength(32)
                            .maxNameLength(32)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProposalReader() {}

    /** What was read. */
    public sealed interface Read {

        /** A proposal. */
        record Good(Proposal proposal) implements Read {}

        /** None, and why. */
        record Bad(String reason) implements Read {}
    }

    /** Reads it. */
    public static Read read(Bytes body) {
        if (body.size() > MAX_BYTES) {
            return new Read.Bad("a proposal has at most " + MAX_BYTES + " bytes");
        }
        try {
            return new Read.Good(proposal(tree(body)));
        } catch (IllegalArgumentException wrong) {
            return new Read.Bad(String.valueOf(wrong.getMessage()));
        }
    }

    private static JsonNode tree(Bytes body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.toArray()))
                    .toString();
            return MAPPER.readTree(text);
        } catch (CharacterCodingException notUtf8) {
            throw new IllegalArgumentException("the body is not UTF-8", notUtf8);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("the body is not JSON as expected", malformed);
        }
    }

    private static Proposal proposal(JsonNode body) {
        only(body, "the body", FIELDS);
        JsonNode evidence = body.path("evidence");
        only(evidence, "evidence", EVIDENCE);
        return new Proposal(
                node(text(body, "node")),
                grounds(text(body, "grounds")),
                new Evidence(
                        number(evidence, "good"),
                        number(evidence, "bad"),
                        count(evidence, "counterparties"),
                        count(evidence, "destinations")),
                text(body, "detail"));
    }

    /** An object of exactly those fields. */
    private static void only(JsonNode object, String what, List<String> known) {
        if (!object.isObject()) {
            throw new IllegalArgumentException(what + " is no JSON object");
        }
        for (String field : known) {
            if (!object.has(field)) {
                throw new IllegalArgumentException(what + " has no field " + field);
            }
        }
        if (object.size() != known.size()) {
            throw new IllegalArgumentException(
                    what + " has a field that is not known; there are " + String.join(", ", known));
        }
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is no text");
        }
        return value.textValue();
    }

    private static double number(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("evidence." + field + " is no number");
        }
        return value.doubleValue();
    }

    private static int count(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException("evidence." + field + " is no whole number below " + Integer.MAX_VALUE);
        }
        return value.intValue();
    }

    private static NodeId node(String text) {
        NodeId id = NodeId.parse(text);
        if (!id.toString().equals(text)) {
            throw new IllegalArgumentException("node is a decimal number without leading zeros");
        }
        return id;
    }

    private static Grounds grounds(String text) {
        for (Grounds grounds : Grounds.values()) {
            if (grounds.word().equals(text)) {
                return grounds;
            }
        }
        throw new IllegalArgumentException("grounds is contradiction or audits");
    }
}
