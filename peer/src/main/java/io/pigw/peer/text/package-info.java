/** A peer's messages, in both directions. */
@org.jspecify.annotations.NullMarked
package io.pigw.peer.text;
