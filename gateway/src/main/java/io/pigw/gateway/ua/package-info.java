/** The user agent of the paper's Figure 4: sends MESSAGE to the IMS core (RFC 3428 §4). */
@NullMarked
package io.pigw.gateway.ua;

import org.jspecify.annotations.NullMarked;
