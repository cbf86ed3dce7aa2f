@NullMarked
package io.pigw.gateway.sip.tls;

import org.jspecify.annotations.NullMarked;
