@NullMarked
package io.pigw.gateway.forward;

import org.jspecify.annotations.NullMarked;
