/** Finds where a peer can be reached now. */
@org.jspecify.annotations.NullMarked
package io.pigw.csp.locate;
