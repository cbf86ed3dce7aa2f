/** Tokens, names, nodes and certificates, kept durably. */
@NullMarked
package io.pigw.enrollment.store;

import org.jspecify.annotations.NullMarked;
