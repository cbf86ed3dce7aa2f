@NullMarked
package io.pigw.bench.load;

import org.jspecify.annotations.NullMarked;
