/** Subjective logic: opinions from evidence, and the judgement of routes. Pure functions; time is passed in. */
@NullMarked
package io.pigw.trust;

import org.jspecify.annotations.NullMarked;
