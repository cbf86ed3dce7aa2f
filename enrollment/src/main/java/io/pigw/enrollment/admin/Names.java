package io.pigw.enrollment.admin;

import io.pigw.enrollment.policy.NameRefusedException;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.p2psip.Party;
import io.pigw.runtime.admin.AdminException;

/** Reads user names as operators write them. */
final class Names {

    private Names() {}

    /**
     * The name's one spelling.
     *
     * @throws AdminException 400 if it cannot be one
     */
    static Party.User user(UserNames names, String text) throws AdminException {
        try {
            return names.normalise(text);
        } catch (NameRefusedException refused) {
            throw Requests.malformed(
                    refused.violation().reason(), refused.violation().remedy());
        }
    }
}
