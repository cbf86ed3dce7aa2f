@NullMarked
package io.pigw.bench;

import org.jspecify.annotations.NullMarked;
