/** Tests. */
@NullMarked
package io.pigw.runtime.store;

import org.jspecify.annotations.NullMarked;
