package io.pigw.runtime.net;

import io.pigw.runtime.identity.RefusalReason;

/**
 * A connection that does not become a link.
 *
 * @param reason why
 * @param detail for people; holds nothing secret
 */
record Refusal(RefusalReason reason, String detail) {}
