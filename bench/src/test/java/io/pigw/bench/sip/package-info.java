@NullMarked
package io.pigw.bench.sip;

import org.jspecify.annotations.NullMarked;
