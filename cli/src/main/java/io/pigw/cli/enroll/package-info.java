/** {@code pigw enroll …}: what an operator does with the enrollment server. */
@org.jspecify.annotations.NullMarked
package io.pigw.cli.enroll;
