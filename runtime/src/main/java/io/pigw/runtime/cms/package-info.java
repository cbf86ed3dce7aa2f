/** Message bodies that only their recipient can read (RFC 5083, RFC 8551). */
@org.jspecify.annotations.NullMarked
package io.pigw.runtime.cms;
