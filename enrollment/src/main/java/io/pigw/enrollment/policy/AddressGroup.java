package io.pigw.enrollment.policy;

import io.netty.util.NetUtil;
import java.util.HexFormat;

/** Whom an address is counted with: an IPv6 host with its whole /64, for it can take any address in there. */
public final class AddressGroup {

    private static final int PREFIX_BYTES = 8;
    private static final int IPV6_BYTES = 16;

    private AddressGroup() {}

    /** The group's name; of what is no address, the text itself. */
    public static String of(String address) {
        int zone = address.indexOf('%');
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(zone < 0 ? address : address.substring(0, zone));
        return bytes == null || bytes.length < IPV6_BYTES
                ? address
                : HexFormat.of().formatHex(bytes, 0, PREFIX_BYTES) + "/64";
    }
}
