package io.pigw.gateway.registration;

import io.pigw.gateway.isim.AkaChallenge;
import io.pigw.gateway.isim.AkaResult;
import io.pigw.gateway.isim.Isim;
import io.pigw.gateway.isim.IsimException;
import io.pigw.gateway.isim.IsimIdentity;
import java.util.Optional;

/**
 * Digest AKA by an ISIM (RFC 3310). An MD5 challenge is not answered: that would let anybody who plays the core bid the
 * authentication down.
 */
public record AkaCredentials(Isim isim) implements Credentials {

    @Override
    public IsimIdentity identity() throws IsimException {
        return isim.identity();
    }

    @Override
    public Secret secret(DigestChallenge challenge) {
        if (!DigestAlgorithm.of(challenge.algorithm()).equals(Optional.of(DigestAlgorithm.AKA_V1_MD5))) {
            return new Secret.None(
                    "the core challenges with " + challenge.algorithm()
                            + ", and an ISIM answers AKAv1-MD5 alone: let the core use AKA, or configure sip.registration.password");
        }
        Optional<AkaChallenge> aka = challenge.aka();
        if (aka.isEmpty()) {
            return new Secret.None("the core's nonce holds no RAND and AUTN (RFC 3310 §3.2)");
        }
        try {
            return switch (isim.authenticate(aka.get())) {
                case AkaResult.Success success -> new Secret.Password(success.res());
                case AkaResult.SyncFailure failure -> new Secret.Resync(failure.auts());
                case AkaResult.MacFailure() -> new Secret.NotGenuine();
            };
        } catch (IsimException e) {
            return new Secret.None(e.why());
        }
    }

    @Override
    public void close() {
        isim.close();
    }
}
