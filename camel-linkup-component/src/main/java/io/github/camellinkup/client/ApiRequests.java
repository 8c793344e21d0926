package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RequestCheck;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.apache.hc.core5.net.URIBuilder;

/** Makes calls of what callers ask for, and refuses what would not be one. */
final class ApiRequests {

    /** The most tasks that one call can create. */
    static final int MAX_TASKS = 100;

    private final URI base;
    private final String search;
    private final String fetch;
    private final String research;
    private final String tasks;
    private final ApiRequest creditBalance;

    ApiRequests(URI baseUrl) {
        base = baseUrl;
        search = path("search");
        fetch = path("fetch");
        research = path("research");
        tasks = path("tasks");
        creditBalance = new ApiRequest(ApiOperation.GET_CREDIT_BALANCE, path("credits", "balance"), null);
    }

    ApiRequest search(SearchRequest request) {
        return new ApiRequest(ApiOperation.SEARCH, search, RequestWriter.write(request));
    }

    ApiRequest fetch(FetchRequest request) {
        return new ApiRequest(ApiOperation.FETCH, fetch, RequestWriter.write(request));
    }

    ApiRequest createResearch(ResearchRequest request) {
        return new ApiRequest(ApiOperation.CREATE_RESEARCH, research, RequestWriter.write(request));
    }

    ApiRequest getResearch(String taskId) {
        return new ApiRequest(ApiOperation.GET_RESEARCH, path("research", checked(taskId)), null);
    }

    ApiRequest listResearch(TaskQuery query) {
        if (!query.statuses().isEmpty()) {
            throw LinkupInvalidRequestException.of("status", "cannot be chosen in a list of research");
        }
        if (!query.types().isEmpty()) {
            throw LinkupInvalidRequestException.of("type", "cannot be chosen in a list of research");
        }
        return new ApiRequest(ApiOperation.LIST_RESEARCH, path(query, "research"), null);
    }

    ApiRequest createTasks(List<? extends LinkupRequest> requests) {
        if (requests.isEmpty() || requests.size() > MAX_TASKS) {
            throw LinkupInvalidRequestException.of(
                    "tasks", "takes 1 to " + MAX_TASKS + " tasks in one call, but there are " + requests.size());
        }
        return new ApiRequest(ApiOperation.CREATE_TASKS, tasks, RequestWriter.writeTasks(requests));
    }

    ApiRequest getTask(String taskId) {
        return new ApiRequest(ApiOperation.GET_TASK, path("tasks", checked(taskId)), null);
    }

    ApiRequest listTasks(TaskQuery query) {
        return new ApiRequest(ApiOperation.LIST_TASKS, path(query, "tasks"), null);
    }

    ApiRequest creditBalance() {
        return creditBalance;
    }

    private String path(String... segments) {
        return pathAndQuery(new URIBuilder(base).appendPathSegments(segments));
    }

    private String path(TaskQuery query, String segment) {
        URIBuilder uri = new URIBuilder(base).appendPathSegments(segment);
        add(uri, "page", query.page());
        add(uri, "pageSize", query.pageSize());
        add(uri, "sortBy", query.sortBy() == null ? null : query.sortBy().apiValue());
        add(
                uri,
                "sortDirection",
                query.sortDirection() == null ? null : query.sortDirection().apiValue());
        query.statuses().stream().sorted().map(TaskStatus::apiValue).forEach(status -> add(uri, "status", status));
        query.types().stream().sorted().forEach(type -> add(uri, "type", type));
        return pathAndQuery(uri);
    }

    private static void add(URIBuilder uri, String name, Object value) {
        if (value != null) {
            uri.addParameter(name, value.toString());
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
