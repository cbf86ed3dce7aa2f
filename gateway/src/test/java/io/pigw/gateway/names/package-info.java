@NullMarked
package io.pigw.gateway.names;

import org.jspecify.annotations.NullMarked;
