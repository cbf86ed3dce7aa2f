package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.ua.RequestOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LossSignsTest {

    @ParameterizedTest
    @CsvSource({
        "401, text/plain, true",
        "407, text/plain, true",
        "504, application/3gpp-ims+xml, true",
        "504, Application/3GPP-IMS+xml ;charset=utf-8, true",
        "504, text/plain, false",
        "403, application/3gpp-ims+xml, false",
        "404, text/plain, false",
        "200, text/plain, false"
    })
    void tellsLossFromWhatAnybodyMayAnswer(int status, String contentType, boolean loss) {
        SipHead head = new SipHead("SIP/2.0 " + status + " x", List.of(new HeaderField("Content-Type", contentType)));

        assertThat(LossSigns.in(new RequestOutcome.Answered(status, head))).isEqualTo(loss);
    }

    @Test
    void silenceIsNoLoss() {
        assertThat(LossSigns.in(new RequestOutcome.TimedOut())).isFalse();
        assertThat(LossSigns.in(new RequestOutcome.Answered(504, new SipHead("SIP/2.0 504 x", List.of()))))
                .isFalse();
    }
}
