@NullMarked
package io.pigw.bench.opinions;

import org.jspecify.annotations.NullMarked;
