package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RequestCheck;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskQuery;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.net.URIBuilder;

/** Creates the requests of the API, and rejects invalid ones. */
final class ApiRequests {

    /** The most tasks that one call can create. */
    static final int MAX_TASKS = 100;

    private final URI base;

    ApiRequests(URI baseUrl) {
        base = baseUrl;
    }

    ApiRequest search(SearchRequest request) {
        return new ApiRequest(ApiOperation.SEARCH, path("search"), RequestWriter.write(request));
    }

    ApiRequest fetch(FetchRequest request) {
        return new ApiRequest(ApiOperation.FETCH, path("fetch"), RequestWriter.write(request));
    }

    ApiRequest createResearch(ResearchRequest request) {
        return new ApiRequest(ApiOperation.CREATE_RESEARCH, path("research"), RequestWriter.write(request));
    }

    ApiRequest getResearch(String taskId) {
        return new ApiRequest(ApiOperation.GET_RESEARCH, path("research", checked(taskId)), null);
    }

    ApiRequest listResearch(TaskQuery query) {
        rejectInResearch("status", query.statuses());
        rejectInResearch("type", query.types());
        return new ApiRequest(ApiOperation.LIST_RESEARCH, path(query, "research"), null);
    }

    private static void rejectInResearch(String field, Set<?> values) {
        if (!values.isEmpty()) {
            throw LinkupInvalidRequestException.of(field, "cannot be chosen in a list of research");
        }
    }

    ApiRequest createTasks(List<? extends LinkupRequest> requests) {
        if (requests.isEmpty() || requests.size() > MAX_TASKS) {
            throw LinkupInvalidRequestException.of(
                    "tasks", "takes 1 to " + MAX_TASKS + " tasks in one call, but there are " + requests.size());
        }
        return new ApiRequest(ApiOperation.CREATE_TASKS, path("tasks"), RequestWriter.writeTasks(requests));
    }

    ApiRequest getTask(String taskId) {
        return new ApiRequest(ApiOperation.GET_TASK, path("tasks", checked(taskId)), null);
    }

    ApiRequest listTasks(TaskQuery query) {
        return new ApiRequest(ApiOperation.LIST_TASKS, path(query, "tasks"), null);
    }

    ApiRequest creditBalance() {
        return new ApiRequest(ApiOperation.GET_CREDIT_BALANCE, path("credits", "balance"), null);
    }

    private String path(String... segments) {
        return pathAndQuery(new URIBuilder(base).appendPathSegments(segments));
    }

    private String path(TaskQuery query, String segment) {
        URIBuilder uri = new URIBuilder(base).appendPathSegments(segment);
        add(uri, "page", query.page());
        add(uri, "pageSize", query.pageSize());
        add(uri, "sortBy", query.sortBy());
        add(uri, "sortDirection", query.sortDirection());
        query.statuses().stream().sorted().forEach(status -> add(uri, "status", status));
        query.types().stream().sorted().forEach(type -> add(uri, "type", type));
        return pathAndQuery(uri);
    }

    private static void add(URIBuilder uri, String name, Object value) {
        if (value != null) {
            uri.addParameter(name, value instanceof ApiValue known ? known.apiValue() : value.toString());
        }
    }

    private static String pathAndQuery(URIBuilder builder) {
        try {
            URI uri = builder.build();
            return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String checked(String taskId) {
        new RequestCheck().taskId(taskId).throwIfAny();
        return taskId;
    }
}
