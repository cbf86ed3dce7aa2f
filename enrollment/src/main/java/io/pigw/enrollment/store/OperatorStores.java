package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.runtime.store.BatchWriter;

/** All that an operator looks at and decides. */
public record OperatorStores(TokenStore tokens, RequestStore requests, RegistryStore registry, AccountStore accounts) {

    /** Over the writer of a database that has been migrated from {@link DatabaseEnrollmentStore#MIGRATIONS}. */
    public static OperatorStores over(BatchWriter writer, PolicySettings settings) {
        return new OperatorStores(
                new DatabaseTokenStore(writer),
                new DatabaseRequestStore(writer),
                new DatabaseRegistryStore(writer),
                new DatabaseAccountStore(writer, settings));
    }
}
