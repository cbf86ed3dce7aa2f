/** On-line backups of what the server knows, and their restoration while it is stopped. */
@NullMarked
package io.pigw.enrollment.backup;

import org.jspecify.annotations.NullMarked;
