package io.pigw.simulation.trust;

/**
 * What one way of sending pings came to in one world.
 *
 * @param delivered share of the measured pings that found whom they sought, 0 to 1; those to peers count that are honest against any threat
 * @param deliveredAtFirst the same of those sent in the first minute
 * @param pingMessages for finding nodes, for each measured ping
 * @param trustMessages for knowing whom to trust, for each measured ping
 * @param detected who was found out
 */
public record TrustResult(
        double delivered, double deliveredAtFirst, double pingMessages, double trustMessages, Detected detected) {

    /** Of those who ask nobody. */
    static final Detected NOBODY_DETECTED = new Detected(0, Double.NaN, 0, 0, 0);

    /**
     * Who was found out.
     *
     * @param share of the bad nodes that got three pings for others or more: distrusted, 0 to 1
     * @param seconds from the first such ping to distrust, the median; not a number if nobody was
     * @param avoided share of honest peers that are distrusted in the end, 0 to 1
     * @param condemned bad nodes that may be excluded
     * @param wronglyCondemned honest peers that may be excluded
     */
    public record Detected(double share, double seconds, double avoided, int condemned, int wronglyCondemned) {}

    /** All messages for each measured ping. */
    public double messages() {
        return pingMessages + trustMessages;
    }
}
