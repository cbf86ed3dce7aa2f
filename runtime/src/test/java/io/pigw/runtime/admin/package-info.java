/** Tests. */
@NullMarked
package io.pigw.runtime.admin;

import org.jspecify.annotations.NullMarked;
