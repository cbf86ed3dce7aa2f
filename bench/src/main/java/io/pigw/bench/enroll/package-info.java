/** The profile {@code enroll}: how fast certificates are issued, and whether a flood keeps a good client waiting. */
@NullMarked
package io.pigw.bench.enroll;

import org.jspecify.annotations.NullMarked;
