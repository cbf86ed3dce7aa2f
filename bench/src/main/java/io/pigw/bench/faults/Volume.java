package io.pigw.bench.faults;

import io.pigw.bench.BenchException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small ext4 file system in a file, mounted for a while: a disk that can be filled, and lose its power. For root. Blocks. */
final class Volume implements AutoCloseable {

    private static final long MEBIBYTE = 1024L * 1024;
    private static final int BLOCK = 64 * 1024;

    private final Path image;
    private final Path mount;
    private boolean mounted;

    private Volume(Path image, Path mount) {
        this.image = image;
        this.mount = mount;
    }

    /**
     * Makes and mounts one.
     *
     * @param directory where its file and its mount point are made
     * @throws BenchException if the machine does not let us
     */
    static Volume create(Path directory, int mebibytes) throws IOException, InterruptedException {
        Volume volume = new Volume(directory.resolve("volume.img"), Files.createDirectory(directory.resolve("volume")));
        try (RandomAccessFile file = new RandomAccessFile(volume.image.toFile(), "rw")) {
            file.setLength(mebibytes * MEBIBYTE);
        }
        run("mkfs.ext4", "-q", "-m", "0", volume.image.toString());
        volume.mountAgain();
        return volume;
    }

    /** Where files go. */
    Path place() {
        return mount;
    }

    /** Takes all room that is left. */
    void fill() throws IOException {
        byte[] block = new byte[BLOCK];
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            if (mount.toFile().getUsableSpace() >= BLOCK) {
                throw full;
            }
        }
    }

    /** Gives it back. */
    void empty() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return mount.resolve("filler");
    }

    /** Has all on the disk that was written up to now. */
    void sync() throws IOException, InterruptedException {
        run("sync", "--file-system", mount.toString());
    }

    /** From now on nothing gets to the disk any more, and what was written and not forced never does. */
    void cutPower() throws IOException {
        Ext4.shutDown(mount);
    }

    /** Mounts what the disk has, once nobody uses it any more. */
    void mountAgain() throws IOException, InterruptedException {
        if (mounted) {
            run("umount", mount.toString());
            mounted = false;
        }
        run("mount", "-o", "loop", image.toString(), mount.toString());
        mounted = true;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            throw new BenchException(
                    "a disk of its own needs " + command[0] + ": apt-get install e2fsprogs mount, or leave "
                            + "full-disk and power-loss out",
                    missing);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new BenchException(
                    String.join(" ", command) + " failed: a disk of its own needs root and loop devices, or leave "
                            + "full-disk and power-loss out: " + said.strip());
        }
    }

    @Override
    public void close() {
        if (!mounted) {
            return;
        }
        try {
            run("umount", "--lazy", mount.toString());
            mounted = false;
        } catch (IOException failed) {
            throw new BenchException("cannot unmount " + mount, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
