/** P2PSIP/2.0 to and from bytes: an incremental decoder, an encoder, and the limits of both. */
@org.jspecify.annotations.NullMarked
package io.pigw.p2psip.codec;
