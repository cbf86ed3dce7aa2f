@org.jspecify.annotations.NullMarked
package io.pigw.runtime.asn1;
