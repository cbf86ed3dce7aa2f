/** What the overlay needs from the world. The product and the simulator each implement it. */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay.port;
