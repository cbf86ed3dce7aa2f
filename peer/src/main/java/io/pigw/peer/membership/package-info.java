/** Getting into the ring, staying in it, and knowing which CSP is the master. */
@org.jspecify.annotations.NullMarked
package io.pigw.peer.membership;
