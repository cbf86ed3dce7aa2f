/** Tests. */
@NullMarked
package io.pigw.runtime.revocation;

import org.jspecify.annotations.NullMarked;
