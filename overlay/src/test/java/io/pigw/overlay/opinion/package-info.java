@org.jspecify.annotations.NullMarked
package io.pigw.overlay.opinion;
