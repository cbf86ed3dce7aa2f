/** The processes that are measured: started, watched, ended. */
@NullMarked
package io.pigw.bench.process;

import org.jspecify.annotations.NullMarked;
