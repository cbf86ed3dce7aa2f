@NullMarked
package io.pigw.gateway.translate;

import org.jspecify.annotations.NullMarked;
