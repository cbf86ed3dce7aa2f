@org.jspecify.annotations.NullMarked
package io.pigw.p2psip.record;
