/** The paper's three scenarios, live. */
@org.jspecify.annotations.NullMarked
package io.pigw.cli.demo;
