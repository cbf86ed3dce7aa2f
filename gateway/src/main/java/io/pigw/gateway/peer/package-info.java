/** The gateway's side towards the overlay: links to CSPs, delivery to peers, messages from peers. */
@NullMarked
package io.pigw.gateway.peer;

import org.jspecify.annotations.NullMarked;
