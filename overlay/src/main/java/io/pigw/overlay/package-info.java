/** The overlay's decisions as passive classes. Time, randomness, transport, keys are ports that are passed in. */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay;
