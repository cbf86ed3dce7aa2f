/** Databases with one writer each: embedded Apache Derby, or PostgreSQL. */
@NullMarked
package io.pigw.runtime.store;

import org.jspecify.annotations.NullMarked;
