package io.pigw.enrollment;

import io.pigw.runtime.ServiceMain;

/** Runs an enrollment server. */
public final class EnrollmentMain {

    private static final int LOOP_THREADS = 1;

    private EnrollmentMain() {}

    /** {@code --config FILE}: runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        ServiceMain.run("enrollment", EnrollmentConfig.class, LOOP_THREADS, Enrollment::start, arguments);
    }
}
