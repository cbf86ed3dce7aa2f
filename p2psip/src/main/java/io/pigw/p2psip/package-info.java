/** The vocabulary of P2PSIP: IDs, the ring, addresses. Pure. */
@org.jspecify.annotations.NullMarked
package io.pigw.p2psip;
