/** The Chord node (Stoica et al., 2003, with RELOAD's neighbour lists, RFC 6940 §10): passive, on its node's thread. */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay.chord;
