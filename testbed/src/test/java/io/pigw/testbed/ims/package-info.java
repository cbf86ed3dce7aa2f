/** The gateway behind a real core, with real clients: Kamailio, SIPp, baresip. */
@org.jspecify.annotations.NullMarked
package io.pigw.testbed.ims;
