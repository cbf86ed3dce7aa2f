/** The compose file as an operator starts it: containers of a real Docker, brought up by Testcontainers. */
@org.jspecify.annotations.NullMarked
package io.pigw.testbed.compose;
