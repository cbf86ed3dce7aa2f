/** Tests. */
@NullMarked
package io.pigw.runtime.identity;

import org.jspecify.annotations.NullMarked;
