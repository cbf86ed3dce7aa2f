/** Signed records: what a peer publishes of itself, and how a client stores and fetches over its CSP. */
@org.jspecify.annotations.NullMarked
package io.pigw.peer.records;
