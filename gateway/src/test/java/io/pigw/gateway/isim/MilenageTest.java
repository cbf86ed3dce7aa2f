package io.pigw.gateway.isim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MilenageTest {

    static List<TestSet> sets() {
        return TestSet.all();
    }

    @Test
    void allPublishedSetsAreThere() {
        assertThat(sets()).hasSize(21);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void agreesWithThePublishedValues(TestSet set) {
        Milenage milenage = Milenage.withOp(set.key(), set.op());

        assertThat(milenage.opc()).isEqualTo(set.opc());
        assertThat(milenage.f1(set.rand(), set.sqn(), set.amf())).isEqualTo(set.f1());
        assertThat(milenage.f1Star(set.rand(), set.sqn(), set.amf())).isEqualTo(set.f1Star());
        assertThat(milenage.f2(set.rand())).isEqualTo(set.f2());
        assertThat(milenage.f3(set.rand())).isEqualTo(set.f3());
        assertThat(milenage.f4(set.rand())).isEqualTo(set.f4());
        assertThat(milenage.f5(set.rand())).isEqualTo(set.f5());
        assertThat(milenage.f5Star(set.rand())).isEqualTo(set.f5Star());
    }

    @ParameterizedTest
    @MethodSource("sets")
    void takesOpcAsItIsOnCards(TestSet set) {
        Milenage milenage = Milenage.withOpc(set.key(), set.opc());

        assertThat(milenage.f2(set.rand())).isEqualTo(set.f2());
    }
}
