package io.github.camellinkup.component;

import org.apache.camel.spi.Metadata;

/** The headers of the Linkup component. */
public final class LinkupConstants {

    @Metadata(label = "producer", description = "The question", javaType = "String")
    public static final String Q = "CamelLinkupQ";

    @Metadata(label = "producer", description = "The page to fetch", javaType = "String")
    public static final String URL = "CamelLinkupUrl";

    @Metadata(
            label = "producer",
            description = "How thorough a search is: flash, fast, standard or deep",
            javaType = "String")
    public static final String DEPTH = "CamelLinkupDepth";

    @Metadata(
            label = "producer",
            description = "The form of the answer: searchResults, sourcedAnswer or structured",
            javaType = "String")
    public static final String OUTPUT_TYPE = "CamelLinkupOutputType";

    @Metadata(
            label = "producer",
            description = "The JSON Schema of a structured answer: text, Map or JsonNode",
            javaType = "String")
    public static final String STRUCTURED_OUTPUT_SCHEMA = "CamelLinkupStructuredOutputSchema";

    @Metadata(label = "producer", description = "Whether to include images", javaType = "Boolean")
    public static final String INCLUDE_IMAGES = "CamelLinkupIncludeImages";

    @Metadata(
            label = "producer",
            description = "Whether a sourced answer cites its sources in the text",
            javaType = "Boolean")
    public static final String INCLUDE_INLINE_CITATIONS = "CamelLinkupIncludeInlineCitations";

    @Metadata(
            label = "producer",
            description = "Whether a structured answer includes its sources",
            javaType = "Boolean")
    public static final String INCLUDE_SOURCES = "CamelLinkupIncludeSources";

    @Metadata(
            label = "producer",
            description = "The earliest date of a source: an ISO date or date-time, or a JDK date",
            javaType = "String")
    public static final String FROM_DATE = "CamelLinkupFromDate";

    @Metadata(
            label = "producer",
            description = "The latest date of a source: an ISO date or date-time, or a JDK date",
            javaType = "String")
    public static final String TO_DATE = "CamelLinkupToDate";

    @Metadata(
            label = "producer",
            description = "The only domains to search, at most 100: a list, or text with commas",
            javaType = "String")
    public static final String INCLUDE_DOMAINS = "CamelLinkupIncludeDomains";

    @Metadata(label = "producer", description = "Domains to exclude: a list, or text with commas", javaType = "String")
    public static final String EXCLUDE_DOMAINS = "CamelLinkupExcludeDomains";

    @Metadata(label = "producer", description = "The maximum number of results of a search", javaType = "Integer")
    public static final String MAX_RESULTS = "CamelLinkupMaxResults";

    @Metadata(label = "producer", description = "Whether to run the scripts of a page first", javaType = "Boolean")
    public static final String RENDER_JS = "CamelLinkupRenderJs";

    @Metadata(label = "producer", description = "Whether to include the page as received", javaType = "Boolean")
    public static final String INCLUDE_RAW_CONTENT = "CamelLinkupIncludeRawContent";

    @Metadata(label = "producer", description = "The former name of CamelLinkupIncludeRawContent", javaType = "Boolean")
    public static final String INCLUDE_RAW_HTML = "CamelLinkupIncludeRawHtml";

    @Metadata(label = "producer", description = "Whether to include the images of a page", javaType = "Boolean")
    public static final String EXTRACT_IMAGES = "CamelLinkupExtractImages";

    @Metadata(label = "producer", description = "How a page is fetched: standard or pro", javaType = "String")
    public static final String FETCH_MODE = "CamelLinkupFetchMode";

    @Metadata(
            label = "producer",
            description = "The JSON Schema of the data of a fetched page: text, Map or JsonNode",
            javaType = "String")
    public static final String SCHEMA = "CamelLinkupSchema";

    @Metadata(
            label = "producer",
            description = "How to fill in the schema of a fetch, at most 4,000 characters",
            javaType = "String")
    public static final String INSTRUCTIONS = "CamelLinkupInstructions";

    @Metadata(
            label = "producer",
            description = "The kind of research: answer, auto, investigate or research",
            javaType = "String")
    public static final String RESEARCH_MODE = "CamelLinkupResearchMode";

    @Metadata(label = "producer", description = "The effort of research: S, M, L or XL", javaType = "String")
    public static final String REASONING_DEPTH = "CamelLinkupReasoningDepth";

    @Metadata(
            label = "producer",
            description = "The type of the tasks to send: search, fetch or research",
            javaType = "String")
    public static final String TYPE = "CamelLinkupType";

    @Metadata(
            label = "producer",
            description = "The page to read in mode list, and the page read",
            javaType = "Integer")
    public static final String PAGE = "CamelLinkupPage";

    @Metadata(label = "producer", description = "The number of tasks on a page in mode list", javaType = "Integer")
    public static final String PAGE_SIZE = "CamelLinkupPageSize";

    @Metadata(label = "producer", description = "The time to sort by: createdAt or updatedAt", javaType = "String")
    public static final String SORT_BY = "CamelLinkupSortBy";

    @Metadata(label = "producer", description = "The sort order: asc or desc", javaType = "String")
    public static final String SORT_DIRECTION = "CamelLinkupSortDirection";

    @Metadata(
            label = "producer",
            description = "The task types in mode list: a list, or text with commas",
            javaType = "String")
    public static final String TYPES = "CamelLinkupTypes";

    @Metadata(
            label = "producer",
            description = "The task statuses in mode list: a list, or text with commas",
            javaType = "String")
    public static final String STATUSES = "CamelLinkupStatuses";

    @Metadata(
            label = "common",
            description = "The id of the task that is read, created or finished",
            javaType = "String")
    public static final String TASK_ID = "CamelLinkupTaskId";

    @Metadata(
            label = "common",
            description = "Your own key for the task, which is returned with its result",
            javaType = "String")
    public static final String REFERENCE = "CamelLinkupReference";

    @Metadata(label = "common", description = "The type of the task, as Linkup spells it", javaType = "String")
    public static final String TASK_TYPE = "CamelLinkupTaskType";

    @Metadata(
            label = "common",
            description = "pending, processing, completed or failed; expired if Linkup no longer has the task",
            javaType = "String")
    public static final String TASK_STATUS = "CamelLinkupTaskStatus";

    @Metadata(label = "consumer", description = "The failed task that this task replaces", javaType = "String")
    public static final String RESUBMITTED_TASK_ID = "CamelLinkupResubmittedTaskId";

    @Metadata(
            label = "consumer",
            description = "How often the request was sent again after a failure",
            javaType = "Integer")
    public static final String RESUBMITS = "CamelLinkupResubmits";

    @Metadata(
            label = "consumer",
            description = "Why the request of a failed task was not sent again, despite maxResubmits",
            javaType = "String")
    public static final String RESUBMIT_ERROR = "CamelLinkupResubmitError";

    @Metadata(label = "common", description = "The message of a failed or expired task", javaType = "String")
    public static final String TASK_ERROR = "CamelLinkupTaskError";

    @Metadata(label = "common", description = "When the task was created", javaType = "java.time.Instant")
    public static final String CREATED_AT = "CamelLinkupCreatedAt";

    @Metadata(
            label = "common",
            description = "When the task last changed: when it finished, for a finished task",
            javaType = "java.time.Instant")
    public static final String UPDATED_AT = "CamelLinkupUpdatedAt";

    @Metadata(
            label = "producer",
            description = "How many tasks of the organisation are pending or processing",
            javaType = "Integer")
    public static final String QUOTA_IN_FLIGHT = "CamelLinkupQuotaInFlight";

    @Metadata(
            label = "producer",
            description = "How many tasks of the organisation may be pending or processing",
            javaType = "Integer")
    public static final String QUOTA_LIMIT = "CamelLinkupQuotaLimit";

    @Metadata(
            label = "producer",
            description = "How many tasks a batch has created, also if it failed",
            javaType = "Long")
    public static final String CREATED_COUNT = "CamelLinkupCreatedCount";

    @Metadata(label = "producer", description = "The number of tasks on all pages", javaType = "Long")
    public static final String TOTAL = "CamelLinkupTotal";

    @Metadata(label = "producer", description = "The number of pages", javaType = "Integer")
    public static final String TOTAL_PAGES = "CamelLinkupTotalPages";

    @Metadata(
            label = "common",
            description = "What the answer or the result costs at list price, in US$; 0 for a failed task",
            javaType = "java.math.BigDecimal")
    public static final String ESTIMATED_COST = "CamelLinkupEstimatedCost";

    @Metadata(
            label = "common",
            description = "The sources of a structured answer with includeSources",
            javaType = "java.util.List")
    public static final String SOURCES = "CamelLinkupSources";

    /**
     * The exchange property with the answer as Linkup sent it, where the body is an instance of
     * {@code structuredOutputClass}.
     */
    public static final String ANSWER_PROPERTY = "CamelLinkupAnswer";

    private LinkupConstants() {}

    /** The value of {@link #TASK_STATUS} for a task that Linkup no longer has. */
    static final String TASK_STATUS_EXPIRED = "expired";
}
