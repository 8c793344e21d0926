package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A request to Linkup, sent directly or as a task. Requests are immutable and valid once created. */
public sealed interface LinkupRequest permits SearchRequest, FetchRequest, ResearchRequest {

    /** The type of a task with this request. */
    @JsonIgnore
    TaskType taskType();

    /**
     * What this version does not know, sent as it is, by the API's name of the field: new fields, and new values of fields
     * that have a choice of values. Such a field is null in the request. Empty unless a builder was told to
     * {@linkplain RequestBuilder#sendUnknownFields() send unknown fields}.
     */
    @JsonAnyGetter
    Map<String, JsonNode> furtherFields();
}
