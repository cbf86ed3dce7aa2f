/** Where requests to the IMS core go: hops found by RFC 3263, their order and their health. Passive but for its drivers. */
@NullMarked
package io.pigw.gateway.nexthop;

import org.jspecify.annotations.NullMarked;
