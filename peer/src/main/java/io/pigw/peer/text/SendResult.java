package io.pigw.peer.text;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.message.Status;

/**
 * What became of a message that was sent.
 *
 * @param callId its name
 * @param status 200 once the gateway has it durably; 408 if that is not known; otherwise it was not taken
 */
public record SendResult(CallId callId, Status status) {}
