package io.pigw.bench.enroll;

import io.pigw.p2psip.Bytes;
import java.util.function.Consumer;

/**
 * One certificate to be got.
 *
 * @param dialler who connects for it
 * @param request its bytes
 * @param certificate takes the answer's body when there is one
 */
record Job(EstDialler dialler, Bytes request, Consumer<byte[]> certificate) {}
