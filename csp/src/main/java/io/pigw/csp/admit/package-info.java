/** Which peers may be in the ring, and where they were seen. */
@org.jspecify.annotations.NullMarked
package io.pigw.csp.admit;
