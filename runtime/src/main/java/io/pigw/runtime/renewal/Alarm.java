package io.pigw.runtime.renewal;

/** How loud to be about a certificate that ends. */
enum Alarm {
    /** Not at all. */
    NONE,
    /** It should have been renewed by now. */
    WARN,
    /** Its last tenth has begun. */
    ERROR
}
