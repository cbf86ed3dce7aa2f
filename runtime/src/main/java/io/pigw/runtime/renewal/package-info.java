/** Renews nodes' certificates while the nodes run: when, from whom, and what becomes of it. */
@NullMarked
package io.pigw.runtime.renewal;

import org.jspecify.annotations.NullMarked;
