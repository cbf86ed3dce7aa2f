/** Which CSP takes a message (the paper, §2.2), and the table of CSPs behind that decision. */
@NullMarked
package io.pigw.gateway.forward;

import org.jspecify.annotations.NullMarked;
