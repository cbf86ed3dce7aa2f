@NullMarked
package io.pigw.gateway.ua;

import org.jspecify.annotations.NullMarked;
