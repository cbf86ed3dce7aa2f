/** What the nodes of one process share. */
@NullMarked
package io.pigw.runtime;

import org.jspecify.annotations.NullMarked;
