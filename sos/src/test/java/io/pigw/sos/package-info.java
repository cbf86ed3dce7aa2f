@NullMarked
package io.pigw.sos;

import org.jspecify.annotations.NullMarked;
