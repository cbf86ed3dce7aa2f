package io.pigw.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Has folders on disk: what was made or renamed in one is there after a loss of power once the folder is. Blocks. */
public final class Folders {

    private Folders() {}

    /** That folder, not those in it. Where a folder cannot be opened, the file system sees to it. */
    public static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            // Windows
        }
    }

    /** All folders of a tree, and the files in them. */
    public static void forceTree(Path tree) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(tree)) {
            all = paths.toList();
        }
        for (Path path : all) {
            if (Files.isDirectory(path)) {
                force(path);
            } else {
                try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    file.force(true);
                }
            }
        }
    }
}
