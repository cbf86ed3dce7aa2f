package io.pigw.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** What the platform's exceptions mean: many of them have nothing but a file's name to say. */
public final class Failures {

    private Failures() {}

    /** Names the file, if it is about one, and what is wrong. */
    public static String describe(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file or folder";
            case FileAlreadyExistsException there -> there.getFile() + " is there already, and is not overwritten";
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written";
            case FileSystemException other ->
                other.getFile() + ": " + Objects.requireNonNullElse(other.getReason(), "cannot be used");
            default ->
                Objects.requireNonNullElse(
                        failure.getMessage(), failure.getClass().getSimpleName());
        };
    }
}
