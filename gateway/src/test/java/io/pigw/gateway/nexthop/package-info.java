@NullMarked
package io.pigw.gateway.nexthop;

import org.jspecify.annotations.NullMarked;
