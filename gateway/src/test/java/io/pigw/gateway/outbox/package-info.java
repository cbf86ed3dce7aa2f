@NullMarked
package io.pigw.gateway.outbox;

import org.jspecify.annotations.NullMarked;
