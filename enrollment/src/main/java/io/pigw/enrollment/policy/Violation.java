package io.pigw.enrollment.policy;

/**
 * A rule of the policy that is broken. All of it is fit for the client's eyes.
 *
 * @param code for programs, such as {@code name_taken}
 * @param reason what is wrong, without a full stop
 * @param remedy what can be done about it, without a full stop
 */
public record Violation(String code, String reason, String remedy) {}
