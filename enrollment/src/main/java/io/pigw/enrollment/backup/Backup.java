package io.pigw.enrollment.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A backup that is there.
 *
 * @param folder that holds it
 * @param sha256 of its manifest, in hexadecimal: stands for all that is in it
 * @param manifest what is in it
 */
public record Backup(Path folder, String sha256, Manifest manifest) {

    static final String DATABASE = "db";
    static final String AUTHORITY = "ca";

    private static final int MAX_NAMED = 5;

    /** Its name: that of its folder. */
    public String name() {
        return String.valueOf(folder.getFileName());
    }

    /**
     * Reads the manifest alone.
     *
     * @throws BackupException if it is none
     */
    static Backup read(Path folder) throws IOException, BackupException {
        byte[] json = Manifest.read(folder);
        return new Backup(folder, FileTree.sha256(json), Manifest.decode(json, folder));
    }

    /**
     * Reads it and compares every file with the manifest. Blocks.
     *
     * @throws BackupException if a file is missing, changed or one too many; the message names some
     */
    public static Backup verify(Path folder, BackupProgress progress) throws IOException, BackupException {
        Backup backup = read(folder);
        Set<String> unlisted = new HashSet<>();
        for (Path file : FileTree.files(folder)) {
            unlisted.add(slashed(file));
        }
        unlisted.remove(Manifest.FILE);
        long done = 0;
        for (Manifest.Item item : backup.manifest().files()) {
            if (!unlisted.remove(item.path())) {
                throw damaged(folder, List.of(item.path() + " is missing"));
            }
            Path file = folder.resolve(item.path());
            if (Files.size(file) != item.bytes() || !FileTree.sha256(file).equals(item.sha256())) {
                throw damaged(folder, List.of(item.path() + " was changed"));
            }
            done += item.bytes();
            progress.update("verify", done, backup.manifest().bytes());
        }
        if (!unlisted.isEmpty()) {
            throw damaged(
                    folder,
                    unlisted.stream()
                            .sorted()
                            .limit(MAX_NAMED)
                            .map(path -> path + " does not belong there")
                            .toList());
        }
        return backup;
    }

    static String slashed(Path relative) {
        return StreamSupport.stream(relative.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    private static BackupException damaged(Path folder, List<String> how) {
        return new BackupException(
                "the backup " + folder + " is damaged: " + String.join(", ", how) + "; use another one");
    }
}
