/** Files that hold secrets, for whoever reads one. Blocks. */
@NullMarked
package io.pigw.runtime.secret;

import org.jspecify.annotations.NullMarked;
