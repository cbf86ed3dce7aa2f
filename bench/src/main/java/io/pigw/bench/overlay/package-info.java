/** What the processes of a whole overlay read. */
@NullMarked
package io.pigw.bench.overlay;

import org.jspecify.annotations.NullMarked;
