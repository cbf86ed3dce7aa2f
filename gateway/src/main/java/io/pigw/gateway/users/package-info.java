/** IMS users who are registered, as their S-CSCFs tell by third-party REGISTER (3GPP TS 24.229 §5.7.1.1). */
@NullMarked
package io.pigw.gateway.users;

import org.jspecify.annotations.NullMarked;
