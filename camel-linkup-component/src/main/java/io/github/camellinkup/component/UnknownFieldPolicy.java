package io.github.camellinkup.component;

/** What happens to fields of requests, and to values of their choices, that this version does not know. */
public enum UnknownFieldPolicy {
    refuse,
    send
}
