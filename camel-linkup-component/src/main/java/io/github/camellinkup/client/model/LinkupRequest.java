package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A question to Linkup that can be asked directly or as a task. Requests are immutable and valid once made. */
public sealed interface LinkupRequest permits SearchRequest, FetchRequest, ResearchRequest {

    /** The type of the task that asks this question. */
    @JsonIgnore
    TaskType taskType();
}
