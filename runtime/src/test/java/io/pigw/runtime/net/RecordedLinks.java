package io.pigw.runtime.net;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what happens to links. */
final class RecordedLinks implements LinkListener {

    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void opened(NodeCertificate node, HostPort address) {
        events.add("opened " + node.id());
    }

    @Override
    public void closed(NodeCertificate node, String reason) {
        events.add("closed " + node.id() + " " + reason);
    }

    @Override
    public void failed(NodeContact contact, String reason) {
        events.add("failed " + contact.id());
    }
}
