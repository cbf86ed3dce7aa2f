@NullMarked
package io.pigw.bench.scale;

import org.jspecify.annotations.NullMarked;
