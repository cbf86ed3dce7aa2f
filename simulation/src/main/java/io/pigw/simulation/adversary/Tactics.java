package io.pigw.simulation.adversary;

import java.util.ArrayList;
import java.util.List;

/** The tactics of adversaries. */
final class Tactics {

    private Tactics() {}

    static List<Tactic> of(List<Adversary> adversaries, Accomplice self) {
        List<Tactic> tactics = new ArrayList<>(adversaries.size());
        for (Adversary adversary : adversaries) {
            tactics.add(of(adversary, self));
        }
        return tactics;
    }

    private static Tactic of(Adversary adversary, Accomplice self) {
        return switch (adversary) {
            case Adversary.Drop _ -> new DropTactic(self);
            case Adversary.Tamper _ -> new TamperTactic(self);
            case Adversary.Misroute _ -> new MisrouteTactic(self);
            case Adversary.Replay _ -> new ReplayTactic(self);
            case Adversary.ForgeRoute _ -> new ForgeRouteTactic(self);
            case Adversary.PoisonTable _ -> new PoisonTableTactic(self);
            case Adversary.Eclipse _ -> new EclipseTactic(self);
            case Adversary.Wormhole _ -> new WormholeTactic(self);
            case Adversary.Flood flood -> new FloodTactic(self, flood.perSecond());
            case Adversary.FalseResponse _ -> new FalseResponseTactic(self);
            case Adversary.BadStorage bad -> new BadStorageTactic(self, bad.lie());
            case Adversary.FalseBootstrap _ -> new FalseBootstrapTactic(self);
            case Adversary.OnOff onOff -> new OnOffTactic(self, onOff.period());
            case Adversary.BadMouth _ -> new BadMouthTactic(self);
            case Adversary.Collude _ -> new CollusionTactic(self);
            case Adversary.Whitewash _ -> new DropTactic(self);
            // What these do is when and with what certificate they are there.
            case Adversary.JoinLeave _, Adversary.OtherOverlay _ -> new Tactic() {};
        };
    }
}
