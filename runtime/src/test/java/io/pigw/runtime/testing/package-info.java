/** Fixtures that other modules' tests use too. */
@NullMarked
package io.pigw.runtime.testing;

import org.jspecify.annotations.NullMarked;
