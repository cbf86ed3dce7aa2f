package io.pigw.runtime.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** See {@link NeedsPostgres}. */
final class PostgresCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> advice = TestPostgres.advice();
        if (advice.isEmpty() || Boolean.getBoolean("require.tools")) {
            return ConditionEvaluationResult.enabled("PostgreSQL is installed, or has to be");
        }
        System.err.println("SKIPPED: " + advice.get());
        return ConditionEvaluationResult.disabled(advice.get());
    }
}
