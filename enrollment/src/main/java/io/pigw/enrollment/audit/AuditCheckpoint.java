package io.pigw.enrollment.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a server's log was at a time. Signed, it shows whoever kept it that nothing before it is gone.
 *
 * @param overlay whose server
 * @param head the last entry
 * @param at when
 * @param previous SHA-256 of the checkpoint before it as it was signed, zeros for the first; null: it is from before they were
 *     chained
 */
public record AuditCheckpoint(
        String overlay,
        AuditHead head,
        Instant at,
        @Nullable Bytes previous) {

    private static final String TYPE = "pigw-audit-checkpoint-1";

    /** What is signed. */
    public byte[] encode() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", TYPE);
        object.put("overlay", overlay);
        object.put("seq", head.seq());
        object.put("hash", head.hash().toHex());
        object.put("at", at.toString());
        if (previous != null) {
            object.put("previous", previous.toHex());
        }
        try {
            return AuditJson.MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("texts and numbers that are no JSON", bug);
        }
    }

    /**
     * Reads what was signed.
     *
     * @throws IllegalArgumentException if it is no checkpoint
     */
    static AuditCheckpoint decode(Bytes json) {
        JsonNode object;
        try {
            object = AuditJson.MAPPER.readTree(json.toArray());
        } catch (IOException malformed) {
            throw new IllegalArgumentException("the checkpoint is no JSON", malformed);
        }
        if (!AuditJson.text(object, "type").equals(TYPE)) {
            throw new IllegalArgumentException("what was signed is no checkpoint");
        }
        return new AuditCheckpoint(
                AuditJson.text(object, "overlay"),
                new AuditHead(object.path("seq").asLong(-1), AuditJson.hash(object, "hash")),
                AuditJson.instant(AuditJson.text(object, "at")),
                object.has("previous") ? AuditJson.hash(object, "previous") : null);
    }
}
