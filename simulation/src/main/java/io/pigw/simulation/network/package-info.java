/** Time and links in memory. What crosses a link is encoded and decoded by the product's codec. */
@org.jspecify.annotations.NullMarked
package io.pigw.simulation.network;
