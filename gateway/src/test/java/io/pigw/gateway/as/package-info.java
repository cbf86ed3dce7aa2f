@NullMarked
package io.pigw.gateway.as;

import org.jspecify.annotations.NullMarked;
