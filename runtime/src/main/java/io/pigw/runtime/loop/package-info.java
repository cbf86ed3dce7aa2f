/** Event loops. */
@NullMarked
package io.pigw.runtime.loop;

import org.jspecify.annotations.NullMarked;
