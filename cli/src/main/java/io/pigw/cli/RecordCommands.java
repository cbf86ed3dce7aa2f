package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.record.StoreResult;

/** What the commands about records print. */
final class RecordCommands {

    private RecordCommands() {}

    /** Prints the answer to a store; gives the exit code. */
    static int print(JsonNode answer, boolean json, String done) {
        JsonNode results = answer.path("results");
        boolean held = results.isArray() && !results.isEmpty();
        for (JsonNode result : results) {
            held &= isHeld(StoreResult.of(result.asText()));
        }
        if (json) {
            System.out.println(answer);
        } else if (held) {
            System.err.println(
                    done + " (generation " + answer.path("generation").asLong() + ")");
            if (answer.has("takenOver")) {
                System.err.println(
                        "what " + answer.path("takenOver").asText()
                                + " had written stays, and is signed as the owner's now: look at it ('pigw fetch'), or store over it");
            }
        } else if (answer.has("refused")) {
            System.err.println("refused with status " + answer.path("refused").asInt() + ": "
                    + answer.path("reason").asText("no reason given")
                    + remedy(answer.path("refused").asInt()));
        } else {
            for (JsonNode result : results) {
                StoreResult why = StoreResult.of(result.asText());
                System.err.println(isHeld(why) ? "stored" : "not stored: " + describe(why));
            }
        }
        return held ? 0 : 1;
    }

    private static String remedy(int status) {
        return switch (status) {
            case 403 -> ". A client stores its own values alone";
            case 503 -> ". Try again in a moment";
            case 501 -> ". The nodes there run a release without records";
            default -> "";
        };
    }

    private static boolean isHeld(StoreResult result) {
        return result == StoreResult.STORED || result == StoreResult.KNOWN;
    }

    /** What it means, and what can be done. */
    static String describe(StoreResult result) {
        return switch (result) {
            case STORED, KNOWN -> "it is held";
            case OLDER -> "what is held there is newer. Is this machine's clock right? Or give a greater --generation";
            case ENDS_EARLIER ->
                "it would end before what is held there, which could then come back. Is this machine's clock right?";
            case FUTURE -> "its time is more than 10 minutes ahead: set this machine's clock";
            case EXPIRED -> "its lifetime is over: set this machine's clock";
            case LIFETIME, COUNT, UNKNOWN_KIND, FORM ->
                "the node there does not take such a value (" + result.wire() + "): is it of another release?";
            case SIZE -> "it is too large: data has at most 16 KiB, node-data 4 KiB";
            case CERTIFICATE ->
                "the node there does not accept the peer's certificate: is it revoked, or expired? See 'pigw enroll'";
            case AUTHOR -> "the peer's certificate does not bear the name that it was signed under";
            case FORBIDDEN ->
                "it is not the peer's to write: ask the owner for 'pigw grant', or wait until the grant has arrived";
            case SIGNATURE -> "the node there finds the signature wrong: do key and certificate belong together?";
            case NOT_HERE -> "the ring is changing, and the node there is not the one for it any more: try again";
            case FULL -> "the node there has no room, in all or for this author: delete something, or try later";
            case REFUSED -> "the node there gave a reason that this release does not know";
        };
    }
}
