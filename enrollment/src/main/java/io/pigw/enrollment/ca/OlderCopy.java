package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/**
 * An older copy of an authority's folder, as a backup has it, beside the folder as it is now. Rotations lengthen the register and use up what is
 * pending, the root's holder puts newer lists there; no other file ever changes. Blocks.
 */
public final class OlderCopy {

    private static final int MAX_LIST_BYTES = 1024 * 1024;

    private final CaFiles copy;
    private final CaFiles now;

    /** That copy of that folder, which may be gone or hold a part. */
    public OlderCopy(CaFiles copy, CaFiles now) {
        this.copy = copy;
        this.now = now;
    }

    /** What a file of the folder is to the one in the copy. */
    public sealed interface Finding {

        /** It is not there, and belongs there. */
        record Missing() implements Finding {}

        /** It is the same, or what became of it, and is to stay. */
        record Good() implements Finding {}

        /**
         * It is not what became of the copy's.
         *
         * @param why and what to do about it
         */
        record Other(String why) implements Finding {}
    }

    /** Compares a file, relative to the copy's folder, in which it is there. */
    public Finding compare(Path file) throws IOException {
        Path before = copy.directory().resolve(file);
        Path after = now.directory().resolve(file);
        boolean isPending = before.equals(copy.pending()) || before.equals(copy.pendingKey());
        if (!Files.exists(after, LinkOption.NOFOLLOW_LINKS)) {
            // A request that was answered meanwhile must not come back: its key issues by now.
            return isPending && Files.exists(now.register()) ? new Finding.Good() : new Finding.Missing();
        }
        if (isPending || Files.mismatch(before, after) < 0) {
            return new Finding.Good();
        }
        if (before.equals(copy.register())) {
            return continues(before, after);
        }
        return before.equals(copy.rootCrl())
                ? follows(before, after)
                : new Finding.Other("is another one than the backup's");
    }

    private static Finding continues(Path before, Path after) {
        List<Register.Entry> older;
        List<Register.Entry> newer;
        try {
            older = Register.read(before).entries();
            newer = Register.read(after).entries();
        } catch (IOException malformed) {
            return new Finding.Other("cannot be read (" + malformed.getMessage() + ")");
        }
        boolean isContinued =
                newer.size() >= older.size() && newer.subList(0, older.size()).equals(older);
        return isContinued ? new Finding.Good() : new Finding.Other("does not go on from the backup's");
    }

    private Finding follows(Path before, Path after) throws IOException {
        BigInteger newer;
        try {
            newer = number(after);
        } catch (GeneralSecurityException | IOException | RuntimeException bad) {
            return new Finding.Other("is no list of the root's (" + bad.getMessage() + ")");
        }
        try {
            BigInteger older = number(before);
            return newer.compareTo(older) >= 0
                    ? new Finding.Good()
                    : new Finding.Other("has the number " + newer + ", below the backup's " + older);
        } catch (GeneralSecurityException | RuntimeException bad) {
            return new Finding.Good();
        }
    }

    private BigInteger number(Path file) throws IOException, GeneralSecurityException {
        if (Files.size(file) > MAX_LIST_BYTES) {
            throw new IOException("it is over " + MAX_LIST_BYTES + " bytes");
        }
        X509Certificate root = Pem.readCertificates(copy.trust()).getFirst();
        X509CRL list = (X509CRL)
                CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(Files.readAllBytes(file)));
        list.verify(root.getPublicKey(), SignatureProviders.chosen());
        byte[] number = list.getExtensionValue(Extension.cRLNumber.getId());
        if (number == null) {
            throw new IOException("it has no number");
        }
        return ASN1Integer.getInstance(ASN1OctetString.getInstance(number).getOctets())
                .getValue();
    }
}
