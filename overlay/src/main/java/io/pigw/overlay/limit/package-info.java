/** What one sender may ask of a node, and all of them while it is behind, looked at before anything else is done with it. */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay.limit;
