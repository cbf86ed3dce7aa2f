/** What is measured of PIGW, each in a process of its own. */
@NullMarked
package io.pigw.bench.server;

import org.jspecify.annotations.NullMarked;
