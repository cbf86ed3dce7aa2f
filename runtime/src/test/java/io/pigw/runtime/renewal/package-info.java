/** Tests. */
@NullMarked
package io.pigw.runtime.renewal;

import org.jspecify.annotations.NullMarked;
