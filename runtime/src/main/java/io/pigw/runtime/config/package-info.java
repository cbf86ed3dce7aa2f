/** Configuration files as validated records. */
@NullMarked
package io.pigw.runtime.config;

import org.jspecify.annotations.NullMarked;
