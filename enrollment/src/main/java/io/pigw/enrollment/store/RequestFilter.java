package io.pigw.enrollment.store;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Party;
import org.jspecify.annotations.Nullable;

/** Which requests are looked for; null: whatever it is. */
public record RequestFilter(
        @Nullable String account,
        Party.@Nullable User user,
        @Nullable Role role,
        RequestRecord.@Nullable State state) {

    /** Everything. */
    public static final RequestFilter ALL = new RequestFilter(null, null, null, null);
}
