/** Tests. */
@NullMarked
package io.pigw.runtime.config;

import org.jspecify.annotations.NullMarked;
