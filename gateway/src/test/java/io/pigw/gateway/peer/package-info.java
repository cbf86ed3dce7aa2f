@NullMarked
package io.pigw.gateway.peer;

import org.jspecify.annotations.NullMarked;
