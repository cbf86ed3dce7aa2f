package io.pigw.bench;

/** A program of others is not there; the message says how to get it. */
public final class MissingToolException extends Exception {

    /** Takes the program and how it is got. */
    public MissingToolException(String program, String remedy) {
        super(program + " is not installed: " + remedy);
    }
}
