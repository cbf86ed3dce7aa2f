/** The operator's port: metrics, health and a service's own routes. */
@NullMarked
package io.pigw.runtime.admin;

import org.jspecify.annotations.NullMarked;
