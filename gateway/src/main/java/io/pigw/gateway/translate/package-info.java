/** SIP to P2PSIP and back, as pure functions. */
@NullMarked
package io.pigw.gateway.translate;

import org.jspecify.annotations.NullMarked;
