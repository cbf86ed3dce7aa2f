/** What happened to a message, element by element: for people who want to watch it travel. */
@NullMarked
package io.pigw.runtime.trace;

import org.jspecify.annotations.NullMarked;
