package io.pigw.bench;

/** Is told how far a profile is. Called by one thread at a time; returns at once. */
public interface BenchProgress {

    /** Says nothing to anybody. */
    BenchProgress SILENT = new BenchProgress() {
        @Override
        public void begin(String phase) {}

        @Override
        public void update(int done, int of) {}

        @Override
        public void end(String result) {}
    };

    /** A phase begins. */
    void begin(String phase);

    /** So much of the phase is done. */
    void update(int done, int of);

    /** The phase ends with that. */
    void end(String result);
}
