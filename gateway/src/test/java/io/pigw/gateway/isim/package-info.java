@NullMarked
package io.pigw.gateway.isim;

import org.jspecify.annotations.NullMarked;
