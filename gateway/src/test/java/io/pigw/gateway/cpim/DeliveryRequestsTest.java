package io.pigw.gateway.cpim;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeliveryRequestsTest {

    private static final String REST =
            "Subject: Grüße \r\n\r\nContent-type: text/plain;\r\n charset=utf-8\r\n\r\nhi\r\n\r\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "positive-delivery, negative-delivery | ",
                "negative-delivery | ",
                "Positive-Delivery,display, negative-delivery | display",
                "display, positive-delivery,processing | display, processing"
            })
    void whatTheGatewayAnswersDoesNotGoOn(String asked, String left) {
        Bytes message = message("i.Disposition-Notification: " + asked + "\r\n");

        Bytes forwarded = DeliveryRequests.drop(message);

        assertThat(forwarded).isEqualTo(message(left == null ? "" : "i.Disposition-Notification: " + left + "\r\n"));
    }

    @Test
    void whatIsNotTheGatewaysToTellGoesOnByteForByte() {
        Bytes message = message("i.Disposition-Notification:  display,processing\r\n");

        assertThat(DeliveryRequests.drop(message)).isEqualTo(message);
    }

    @Test
    void whatIsNoCpimGoesOnAsItIs() {
        Bytes message = Bytes.utf8("imdn.Disposition-Notification: positive-delivery");

        assertThat(DeliveryRequests.drop(message)).isEqualTo(message);
    }

    private static Bytes message(String request) {
        return Bytes.utf8("NS: i <urn:ietf:params:imdn>\r\ni.Message-ID: 1\r\n" + request + REST);
    }
}
