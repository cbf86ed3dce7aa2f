package io.pigw.gateway.sip;

import gov.nist.javax.sip.SipStackImpl;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sip.SipException;

/**
 * Starts and stops an RI stack with all threads that it makes in one group: its event scanner, which waits for ever even after
 * {@code stop()}, can be ended only by an interrupt.
 */
final class StackThreads {

    private final ThreadGroup group = new ThreadGroup("sip-stack");

    SipStackImpl start(Properties properties) throws SipException {
        return call(() -> {
            SipStackImpl stack = new SipStackImpl(properties);
            stack.start();
            return stack;
        });
    }

    /** Stops the stack; blocks for some milliseconds. */
    void stop(SipStackImpl stack) {
        try {
            call(() -> {
                Thread.currentThread()
                        .interrupt(); // the RI would sleep a second for its thread pool, which is not used
                stack.stop();
                return stack;
            });
        } catch (SipException e) {
            throw new IllegalStateException("the SIP stack did not stop", e);
        } finally {
            group.interrupt();
        }
    }

    private SipStackImpl call(Callable<SipStackImpl> action) throws SipException {
        FutureTask<SipStackImpl> task = new FutureTask<>(action);
        Thread.ofPlatform().group(group).name("sip-stack-control").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new SipException("the SIP stack failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SipException("interrupted", e);
        }
    }
}
