/**
 * A Secure Opinion Server's decisions (the paper, §2.4): evidence on links, opinions on nodes and routes, and whom to exclude.
 * Passive: time, the store and the links are passed in.
 */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay.sos;
