package io.pigw.overlay.sos;

import io.pigw.overlay.limit.RequestGate;
import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.List;

/** Counts what a server tells. */
final class HeardEvents implements SosEvents {

    final List<Condemned> condemned = new ArrayList<>();
    int judged;
    int asked;
    int limited;
    int taken;
    int refused;
    int overloaded;
    int notStored;
    int elsewhere;
    int notKept;

    @Override
    public void judged() {
        judged++;
    }

    @Override
    public void asked() {
        asked++;
    }

    @Override
    public void limited(RequestGate.Sort sort) {
        limited++;
    }

    @Override
    public void taken() {
        taken++;
    }

    @Override
    public void refused(NodeId reporter, String reason) {
        refused++;
    }

    @Override
    public void overloaded() {
        overloaded++;
    }

    @Override
    public void elsewhere() {
        elsewhere++;
    }

    @Override
    public void notKept(Throwable why) {
        notKept++;
    }

    @Override
    public void notStored(int reports, Throwable why) {
        notStored += reports;
    }

    @Override
    public void condemned(Condemned node) {
        condemned.add(node);
    }
}
