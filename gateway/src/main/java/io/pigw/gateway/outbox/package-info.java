/** Durable acceptance and delivery, both ways: what was answered 200 is on disk first, and ends delivered or reported. */
@NullMarked
package io.pigw.gateway.outbox;

import org.jspecify.annotations.NullMarked;
