/** Who is connected to the listeners that strangers reach, and whose place a newcomer gets. */
@NullMarked
package io.pigw.enrollment.net;

import org.jspecify.annotations.NullMarked;
