package io.pigw.gateway.sip;

import java.nio.charset.StandardCharsets;

/** SIP messages as text. */
public final class Texts {

    private Texts() {}

    /** A MESSAGE in order, with one more header field, or none. */
    public static String message(String transport, int port, String branch, String extra, String body) {
        return request("MESSAGE", "sip:586@p2p.example.net", transport, port, branch, extra, body);
    }

    public static String request(
            String method, String uri, String transport, int port, String branch, String extra, String body) {
        return method + " " + uri + " SIP/2.0\r\n"
                + "Via: SIP/2.0/" + transport + " 127.0.0.1:" + port + ";branch=z9hG4bK" + branch + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:alice@ims.example.net>;tag=a" + branch + "\r\n"
                + "To: <" + uri + ">\r\n"
                + "Call-ID: call-" + branch + "@ims.example.net\r\n"
                + "CSeq: 1 " + method + "\r\n"
                + (extra.isEmpty() ? "" : extra + "\r\n")
                + "Content-Type: text/plain\r\n"
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n"
                + "\r\n"
                + body;
    }

    /** A response to a request that was received. */
    public static String response(String request, int status, String reason, String extra) {
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + " " + reason + "\r\n");
        for (String line : request.substring(0, request.indexOf("\r\n\r\n")).split("\r\n", -1)) {
            if (line.startsWith("To: ")) {
                response.append(line).append(";tag=uas\r\n");
            } else if (line.startsWith("Via: ")
                    || line.startsWith("From: ")
                    || line.startsWith("Call-ID: ")
                    || line.startsWith("CSeq: ")) {
                response.append(line).append("\r\n");
            }
        }
        return response.append(extra.isEmpty() ? "" : extra + "\r\n")
                .append("Content-Length: 0\r\n\r\n")
                .toString();
    }

    public static String header(String message, String name) {
        for (String line : message.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }
}
