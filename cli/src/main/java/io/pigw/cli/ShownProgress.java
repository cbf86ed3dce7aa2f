package io.pigw.cli;

import io.pigw.bench.BenchProgress;

/** A profile's progress as all commands show it. */
record ShownProgress(Progress progress) implements BenchProgress {
    @Override
    public void begin(String phase) {
        progress.begin(phase);
    }

    @Override
    public void update(int done, int of) {
        progress.update(done, of);
    }

    @Override
    public void end(String result) {
        progress.end(result);
    }
}
