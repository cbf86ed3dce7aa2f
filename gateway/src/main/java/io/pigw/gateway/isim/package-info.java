/**
 * The ISIM: who the gateway is to the IMS core, and authentication and key agreement (TS 33.102 §6.3, TS 33.203 §6.1), in
 * software or on a card. Everything here blocks on a disk or a card reader: never on an event loop.
 */
@NullMarked
package io.pigw.gateway.isim;

import org.jspecify.annotations.NullMarked;
