@NullMarked
package io.pigw.gateway;

import org.jspecify.annotations.NullMarked;
