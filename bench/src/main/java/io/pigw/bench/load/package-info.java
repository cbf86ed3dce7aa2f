/**
 * The SIP load: MESSAGEs that are all different, over sockets of their own, each answer checked.
 *
 * <p>Threads: a generator and everything of it are on one event loop, the sink on another.
 */
@NullMarked
package io.pigw.bench.load;

import org.jspecify.annotations.NullMarked;
