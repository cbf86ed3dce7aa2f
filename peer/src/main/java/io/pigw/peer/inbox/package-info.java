/** What a peer received, each message once. */
@org.jspecify.annotations.NullMarked
package io.pigw.peer.inbox;
