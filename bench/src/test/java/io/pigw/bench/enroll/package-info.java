@NullMarked
package io.pigw.bench.enroll;

import org.jspecify.annotations.NullMarked;
