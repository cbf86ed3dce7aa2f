/** Which nodes a user has: the CSP's own tables, and what the user's devices say of themselves in the ring. */
@org.jspecify.annotations.NullMarked
package io.pigw.csp.names;
