/** The operators' port: who may come in, and what it offers. */
@NullMarked
package io.pigw.enrollment.admin;

import org.jspecify.annotations.NullMarked;
