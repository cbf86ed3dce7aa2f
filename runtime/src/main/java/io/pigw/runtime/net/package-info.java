/** Authenticated links between nodes: TCP, mutual TLS 1.3, P2PSIP messages. */
@NullMarked
package io.pigw.runtime.net;

import org.jspecify.annotations.NullMarked;
