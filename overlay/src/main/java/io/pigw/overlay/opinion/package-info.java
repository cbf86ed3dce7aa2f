/** A node's talk with the Secure Opinion Servers: what it asks of them, and what it reports. */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay.opinion;
