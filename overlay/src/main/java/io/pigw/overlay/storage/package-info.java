/** Signed resource records: what a node holds, and what it believes of those that it fetches (RFC 6940 §7). Passive, on its node's thread. */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay.storage;
