@NullMarked
package io.pigw.bench.process;

import org.jspecify.annotations.NullMarked;
