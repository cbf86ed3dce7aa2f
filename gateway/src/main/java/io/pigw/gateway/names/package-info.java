/** How the messages that the gateway hands on are called: alike by all gateways that share a secret. */
@NullMarked
package io.pigw.gateway.names;

import org.jspecify.annotations.NullMarked;
