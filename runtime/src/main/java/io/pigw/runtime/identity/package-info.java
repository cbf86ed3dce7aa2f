/** Keys, certificates and what they say of a node. */
@NullMarked
package io.pigw.runtime.identity;

import org.jspecify.annotations.NullMarked;
