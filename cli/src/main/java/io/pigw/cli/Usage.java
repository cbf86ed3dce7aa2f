package io.pigw.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Tells those who typed something wrong what it was; the command then ends with 2. */
final class Usage {

    private Usage() {}

    /** What the options come to; an {@link IllegalArgumentException} says that they are wrong. */
    static <T> T checked(CommandSpec command, Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** Takes values of that type in all options of the command and of those below it. */
    static <T> void convert(CommandLine command, Class<T> type, ITypeConverter<T> parser) {
        command.registerConverter(type, value -> {
            try {
                return parser.convert(value);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(String.valueOf(wrong.getMessage()));
            }
        });
    }
}
