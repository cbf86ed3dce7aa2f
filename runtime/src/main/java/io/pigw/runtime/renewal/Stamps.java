package io.pigw.runtime.renewal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What files look like from outside.
 *
 * @param files times, sizes and identities, in the order of the files
 */
record Stamps(List<Stamp> files) {

    /** One file. */
    record Stamp(FileTime modified, long size, String inode) {

        private static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1, "");

        boolean isThere() {
            return size >= 0;
        }
    }

    /** Of the files as they are now; some may be missing for a moment, while they are replaced. */
    static Stamps of(List<Path> files) {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(
                        now.isRegularFile()
                                ? new Stamp(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()))
                                : Stamp.MISSING);
            } catch (IOException notThere) {
                stamps.add(Stamp.MISSING);
            }
        }
        return new Stamps(List.copyOf(stamps));
    }
}
