@org.jspecify.annotations.NullMarked
package io.pigw.testbed.endtoend;
