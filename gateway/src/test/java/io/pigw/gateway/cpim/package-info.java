@NullMarked
package io.pigw.gateway.cpim;

import org.jspecify.annotations.NullMarked;
