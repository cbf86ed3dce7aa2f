@NullMarked
package io.pigw.trust;

import org.jspecify.annotations.NullMarked;
