/** The overlay under virtual time: the product's own classes, with every port in memory and every choice seeded. */
@org.jspecify.annotations.NullMarked
package io.pigw.simulation;
