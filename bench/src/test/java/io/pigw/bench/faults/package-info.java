@NullMarked
package io.pigw.bench.faults;

import org.jspecify.annotations.NullMarked;
