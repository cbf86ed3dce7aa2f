/** How many judgements an opinion server makes in a second, and how long one takes. */
@NullMarked
package io.pigw.bench.opinions;

import org.jspecify.annotations.NullMarked;
