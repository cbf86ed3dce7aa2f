/** The message format of CPIM (RFC 3862), and the disposition notifications of RFC 5438 that travel in it. Pure. */
@NullMarked
package io.pigw.gateway.cpim;

import org.jspecify.annotations.NullMarked;
