package io.pigw.enrollment.admin;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** What the store knows against a certificate that is valid by itself. Blocks. */
@FunctionalInterface
interface OperatorStanding {

    /** Why it is not good any more: a code; empty: it is good. */
    Optional<String> obstacle(BigInteger serial, X509Certificate certificate) throws InterruptedException;
}
