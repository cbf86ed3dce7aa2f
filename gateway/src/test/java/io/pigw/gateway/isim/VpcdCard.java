package io.pigw.gateway.isim;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;

/**
 * Puts a card into the reader of vsmartcard's vpcd: length (two bytes) and APDU in, length and answer out; a single byte is power off
 * (0), power on (1), reset (2) or a question for the ATR (4).
 */
final class VpcdCard implements AutoCloseable {

    /** Direct convention, T=0 alone. */
    private static final byte[] ATR = HexFormat.of().parseHex("3b0050");

    private final Socket socket;
    private final VirtualUicc card;

    VpcdCard(int port, VirtualUicc card) throws IOException {
        this.card = card;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread.ofPlatform().daemon().name("virtual-card").start(this::serve);
    }

    private void serve() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                byte[] message = new byte[in.readUnsignedShort()];
                in.readFully(message);
                byte[] answer = new byte[0];
                if (message.length != 1) {
                    answer = card.transmit(message);
                } else if (message[0] == 4) {
                    answer = ATR;
                } else {
                    card.reset();
                }
                if (answer.length > 0) {
                    out.writeShort(answer.length);
                    out.write(answer);
                    out.flush();
                }
            }
        } catch (IOException taken) {
            // The card is out of the reader.
            card.reset();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
