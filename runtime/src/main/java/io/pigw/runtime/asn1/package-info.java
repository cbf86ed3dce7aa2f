/** What is looked at in ASN.1 of others before a library parses it. */
@org.jspecify.annotations.NullMarked
package io.pigw.runtime.asn1;
