/** What may be enrolled: user names, node IDs, tokens. Pure. */
@NullMarked
package io.pigw.enrollment.policy;

import org.jspecify.annotations.NullMarked;
