package io.pigw.gateway.as;

/** Whose requests the application server takes. It is a policy: an AS on ISC has its S-CSCFs alone to hear. */
public enum Admit {
    /** Hosts of the trust domain; others get 403. */
    TRUSTED,
    /** Everybody. Whoever is not of the trust domain is who From says. */
    ANYONE;

    /** The usual choice: nobody but the trust domain, as soon as there is one. */
    public static Admit usual(TrustDomain trustDomain) {
        return trustDomain.isEmpty() ? ANYONE : TRUSTED;
    }
}
