/** What a node keeps of pings in a database. */
@org.jspecify.annotations.NullMarked
package io.pigw.runtime.pings;
