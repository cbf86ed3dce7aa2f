/** Embedded databases with one writer each. */
@NullMarked
package io.pigw.runtime.store;

import org.jspecify.annotations.NullMarked;
