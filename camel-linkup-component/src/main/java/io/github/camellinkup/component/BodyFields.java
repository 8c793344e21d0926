package io.github.camellinkup.component;

/** What a body that is a map or JSON may decide: the option {@code bodyFields}. */
public enum BodyFields {

    /** All fields of a request, and the type, the reference and the headers of a task. */
    all,

    /** All fields of a request; the route decides the type, the reference and the kept headers of a task. */
    input,

    /** The question ({@code q}) or the page ({@code url}); the route decides everything else. */
    question
}
