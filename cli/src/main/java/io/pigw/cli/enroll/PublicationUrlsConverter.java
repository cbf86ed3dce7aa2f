package io.pigw.cli.enroll;

import io.pigw.enrollment.ca.PublicationUrls;
import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where an enrollment server publishes. */
final class PublicationUrlsConverter implements ITypeConverter<PublicationUrls> {

    @Override
    public PublicationUrls convert(String text) {
        try {
            return new PublicationUrls(URI.create(text));
        } catch (IllegalArgumentException bad) {
            throw new TypeConversionException(bad.getMessage());
        }
    }
}
