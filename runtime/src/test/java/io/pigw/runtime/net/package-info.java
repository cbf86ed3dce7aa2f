/** Tests. */
@NullMarked
package io.pigw.runtime.net;

import org.jspecify.annotations.NullMarked;
