package io.pigw.bench.enroll;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** EST requests as bytes on the wire: good ones, and those of a flood. */
final class EstRequests {

    private static final int TOKEN_BYTES = 32;

    private final String host;
    private final SecureRandom random;
    private final KeyPairGenerator keys;

    /** For the server there. */
    EstRequests(HostPort server, SecureRandom random) throws GeneralSecurityException {
        this.host = server.toString();
        this.random = random;
        this.keys = KeyPairGenerator.getInstance("EC", SignatureProviders.chosen());
        this.keys.initialize(new ECGenParameterSpec("secp256r1"), random);
    }

    /** An enrollment with that key. */
    byte[] enroll(String token, KeyPair pair) throws IOException {
        return post("simpleenroll", basic(token), csr(pair));
    }

    /** A renewal with that key, by whoever's certificate the connection has. */
    byte[] renew(KeyPair pair) throws IOException {
        return post("simplereenroll", "", csr(pair));
    }

    /** A fresh key. */
    KeyPair key() {
        return keys.generateKeyPair();
    }

    /** What a flood sends, of all sorts: the costly ones have a token's form, and a request that is signed as it should. */
    List<byte[]> bad(int each, RandomGenerator lots) throws IOException {
        String csr = csr(key());
        byte[] broken = Base64.getDecoder().decode(csr);
        broken[broken.length - 1] ^= 1;
        String forged = Base64.getEncoder().encodeToString(broken);
        ArrayList<byte[]> all = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            all.add(post("simpleenroll", basic(token(lots)), csr));
            all.add(post("simpleenroll", basic(token(lots)), forged));
            all.add(post("simpleenroll", basic(token(lots)), "bm90IGEgcmVxdWVzdA=="));
            all.add(post("serverkeygen", basic(token(lots)), csr));
        }
        return List.copyOf(all);
    }

    private String csr(KeyPair pair) throws IOException {
        try {
            return Base64.getEncoder()
                    .encodeToString(new JcaPKCS10CertificationRequestBuilder(new X500Name(new RDN[0]), pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA")
                                    .setProvider(SignatureProviders.chosen())
                                    .setSecureRandom(random)
                                    .build(pair.getPrivate()))
                            .getEncoded());
        } catch (OperatorCreationException e) {
            throw new IOException("the key cannot sign", e);
        }
    }

    private static String token(RandomGenerator lots) {
        byte[] bytes = new byte[TOKEN_BYTES];
        lots.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String basic(String token) {
        String credentials = Base64.getEncoder().encodeToString((":" + token).getBytes(StandardCharsets.UTF_8));
        return "Authorization: Basic " + credentials + "\r\n";
    }

    private byte[] post(String operation, String header, String body) {
        return ("POST /.well-known/est/" + operation + " HTTP/1.1\r\nHost: " + host + "\r\n" + header
                        + "Content-Type: application/pkcs10\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
