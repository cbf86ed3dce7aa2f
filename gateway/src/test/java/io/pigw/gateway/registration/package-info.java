@NullMarked
package io.pigw.gateway.registration;

import org.jspecify.annotations.NullMarked;
