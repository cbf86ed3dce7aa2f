package io.pigw.runtime.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of the configuration is when the file lacks it. A component of a configuration's record that has none, and is
 * not {@code @Nullable}, must be in the file or in the environment.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Default {

    /** In YAML: {@code 5s}, {@code 3}, {@code []}, and {@code {}} for a section of which every key has its default. */
    String value();
}
