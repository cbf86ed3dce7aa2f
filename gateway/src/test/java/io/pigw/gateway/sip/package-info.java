@NullMarked
package io.pigw.gateway.sip;

import org.jspecify.annotations.NullMarked;
