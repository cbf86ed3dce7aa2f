/** CSPs and peers over real links, with a gateway and an opinion server that the tests play themselves. */
@org.jspecify.annotations.NullMarked
package io.pigw.testbed.ring;
