package io.pigw.bench.sip;

/** What is measured, in the order of a round. */
public enum SipServer {
    PIGW_ANSWER("pigw-answer", "application server answers 200 at once"),
    KAMAILIO_REPLY("kamailio-reply", "Kamailio: sl_send_reply(\"200\")"),
    PIGW_ACCEPT("pigw-accept", "the same after durable acceptance (two writes, nothing sent on)"),
    PIGW_GATEWAY(
            "pigw-gateway", "whole gateway: 200 after durable acceptance, delivery to a played CSP over mutual TLS"),
    KAMAILIO_RELAY("kamailio-relay", "Kamailio: t_relay to a sink that answers 200");

    private final String label;
    private final String measures;

    SipServer(String label, String measures) {
        this.label = label;
        this.measures = measures;
    }

    /** Its name in reports. */
    public String label() {
        return label;
    }

    /** What it does with a message. */
    public String measures() {
        return measures;
    }

    /** Which of Kamailio's figures it is held against. */
    SipServer against() {
        return switch (this) {
            case PIGW_ANSWER, KAMAILIO_REPLY -> KAMAILIO_REPLY;
            case PIGW_ACCEPT, PIGW_GATEWAY, KAMAILIO_RELAY -> KAMAILIO_RELAY;
        };
    }
}
