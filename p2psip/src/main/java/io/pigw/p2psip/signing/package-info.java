/** The canonical bytes that P2PSIP's signatures cover. No keys and no algorithms: those are the runtime's. */
@org.jspecify.annotations.NullMarked
package io.pigw.p2psip.signing;
