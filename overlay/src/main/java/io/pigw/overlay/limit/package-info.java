/** What one sender may ask of a node, looked at before anything else is done with it. */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay.limit;
