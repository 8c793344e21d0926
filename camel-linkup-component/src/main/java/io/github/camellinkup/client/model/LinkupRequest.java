package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A request to Linkup, sent directly or as a task. Requests are immutable and valid once created. */
public sealed interface LinkupRequest permits SearchRequest, FetchRequest, ResearchRequest {

    /** The type of a task with this request. */
    @JsonIgnore
    TaskType taskType();
}
