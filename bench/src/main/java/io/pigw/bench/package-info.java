/**
 * Load against the services, and what it comes to.
 *
 * <p>Threads: profiles block on the thread that runs them; each has its load on loops of its own, and the servers that it measures
 * in processes of their own.
 */
@NullMarked
package io.pigw.bench;

import org.jspecify.annotations.NullMarked;
