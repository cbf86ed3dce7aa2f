/** Proposals of opinion servers to exclude a node: who may make them, how many count, and what comes of them. */
@NullMarked
package io.pigw.enrollment.exclude;

import org.jspecify.annotations.NullMarked;
