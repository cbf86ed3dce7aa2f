/** The peer's talk with the Secure Opinion Server. */
@org.jspecify.annotations.NullMarked
package io.pigw.peer.opinion;
