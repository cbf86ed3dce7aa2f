/** The {@code pigw} command. */
@org.jspecify.annotations.NullMarked
package io.pigw.cli;
