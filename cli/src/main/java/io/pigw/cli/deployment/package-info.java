/** Everything in one process: real services, real sockets, real certificates, one machine. */
@org.jspecify.annotations.NullMarked
package io.pigw.cli.deployment;
