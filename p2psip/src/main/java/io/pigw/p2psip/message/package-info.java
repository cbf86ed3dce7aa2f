/** The messages of P2PSIP/2.0: one sealed sub-family for each link, so that a service switches over its own alone. */
@org.jspecify.annotations.NullMarked
package io.pigw.p2psip.message;
