/** PIGW, the P2PSIP-IMS gateway (the paper, §2.2), put together. */
@NullMarked
package io.pigw.gateway;

import org.jspecify.annotations.NullMarked;
