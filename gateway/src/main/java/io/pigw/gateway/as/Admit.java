package io.pigw.gateway.as;

/** Whose requests the application server takes. An AS on ISC hears its S-CSCFs alone (TS 24.229 §4.4). */
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
