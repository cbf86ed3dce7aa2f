package io.pigw.peer.text;

import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.cms.Sealer;
import java.util.function.Consumer;

/**
 * Sends to IMS users over the CSP, encrypted to the certificate that is given if only they are to read it. On the peer's thread.
 */
public record ImsSender(NodePorts ports, Encrypting encrypting, Sender sender) {

    /** Calls back once. */
    public void send(Party.User user, OverlaySender.Text text, Consumer<SendResult> then) {
        Bytes certificate = text.certificate();
        if (!text.encrypt()) {
            sender.send(user, text.contentType(), text.body(), then);
        } else if (certificate == null) {
            then.accept(SendResult.refused(ports, OverlaySender.NO_CERTIFICATE));
        } else {
            switch (encrypting.seal(user, text.contentType(), text.body(), certificate)) {
                case Encrypting.Result.Sealed(Bytes sealed) -> sender.send(user, Sealer.CONTENT_TYPE, sealed, then);
                case Encrypting.Result.Refused(Status status) -> then.accept(SendResult.refused(ports, status));
            }
        }
    }
}
