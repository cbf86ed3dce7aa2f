/** Records in a database, and the meters of who holds them. */
@org.jspecify.annotations.NullMarked
package io.pigw.runtime.records;
