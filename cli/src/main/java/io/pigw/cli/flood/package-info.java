/** What floods in the overlay do to honest messages. */
@NullMarked
package io.pigw.cli.flood;

import org.jspecify.annotations.NullMarked;
