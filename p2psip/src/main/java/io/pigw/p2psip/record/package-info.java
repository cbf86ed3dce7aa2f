/** Signed resource records (RFC 6940 §7): kinds, keys, values, access lists. Pure data; bounds are checked at construction. */
@org.jspecify.annotations.NullMarked
package io.pigw.p2psip.record;
