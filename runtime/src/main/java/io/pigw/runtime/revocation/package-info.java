/** Which certificates have been revoked: lists of the CAs (RFC 5280 §5), where they come from, and how long they hold. */
@NullMarked
package io.pigw.runtime.revocation;

import org.jspecify.annotations.NullMarked;
