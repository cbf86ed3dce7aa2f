/** The profile {@code sip}: the IMS side beside Kamailio, under the same load in the same run. */
@NullMarked
package io.pigw.bench.sip;

import org.jspecify.annotations.NullMarked;
