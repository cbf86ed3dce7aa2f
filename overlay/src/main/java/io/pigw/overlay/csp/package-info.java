/** Decisions of a Chord Secure Proxy (the paper, §2.3): which CSP serves an ID, and who is admitted. Pure. */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay.csp;
