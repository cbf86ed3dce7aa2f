package io.pigw.simulation.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.world.Guidance;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrustRunTest {

    private static final double SHARE = .4;
    private static final SimulationOptions OVERLAY = SimulationOptions.PAPER.withNodes(256, 8);
    private static final TrustArm SIGNED = new TrustArm("3 signed", 3, new Guidance.Signed());
    private static final TrustArm SERVED = new TrustArm("3 + SOS", 3, Guidance.Server.DEFAULT);
    private static final TrustArm ORACLE = new TrustArm("3 + oracle", 3, new Guidance.Oracle());

    @Test
    void opinionsFindOutWhoDropsAndNobodyElse() {
        // When
        TrustResult signed = TrustRun.run(options(TrustThreat.DROP), SIGNED);
        TrustResult served = TrustRun.run(options(TrustThreat.DROP), SERVED);
        TrustResult oracle = TrustRun.run(options(TrustThreat.DROP), ORACLE);

        // Then
        assertThat(served.delivered()).isGreaterThan(signed.delivered()).isLessThanOrEqualTo(oracle.delivered());
        assertThat(served.messages()).isLessThan(signed.messages());
        assertThat(served.trustMessages()).isPositive();
        assertThat(signed.trustMessages()).isZero();
        assertThat(served.detected().share()).isPositive();
        assertThat(served.detected().avoided()).isZero();
        assertThat(served.detected().wronglyCondemned()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = TrustThreat.class,
            names = {"TAMPER", "COLLUDE", "LIARS"})
    void theSameOptionsGiveTheSameResultAndNoHonestNodeIsCondemned(TrustThreat threat) {
        // When
        TrustResult signed = TrustRun.run(options(threat), SIGNED);
        TrustResult once = TrustRun.run(options(threat), SERVED);
        TrustResult again = TrustRun.run(options(threat), SERVED);

        // Then
        assertThat(again).isEqualTo(once);
        assertThat(once.delivered()).isGreaterThan(signed.delivered());
        assertThat(once.detected().share()).isPositive();
        assertThat(once.detected().wronglyCondemned()).isZero();
    }

    private static TrustOptions options(TrustThreat threat) {
        return new TrustOptions(
                OVERLAY, threat.adversaries(), SHARE, threat.liars(), Duration.ofMinutes(5), Duration.ofMinutes(1), 10);
    }
}
