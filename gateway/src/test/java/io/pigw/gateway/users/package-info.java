@NullMarked
package io.pigw.gateway.users;

import org.jspecify.annotations.NullMarked;
