/** The Secure Opinion Server (the paper, §2.1, §2.4): keeps evidence on links, says which route is the most trustful. */
@NullMarked
package io.pigw.sos;

import org.jspecify.annotations.NullMarked;
