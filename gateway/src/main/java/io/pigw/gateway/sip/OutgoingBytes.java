package io.pigw.gateway.sip;

import io.pigw.p2psip.Bytes;
import java.util.function.Consumer;

/**
 * The wire form of a request of ours, carried as the application data of the RI's request: what goes out is these bytes, at the
 * first sending and at each resending, whatever the RI would make of its own object.
 *
 * @param bytes the whole message
 * @param serverName over TLS, what the server's certificate must prove; else not used
 * @param onFailure is told on an event loop when the transport could not send them
 */
record OutgoingBytes(Bytes bytes, String serverName, Consumer<ClientEvents.SendFailure> onFailure) {}
