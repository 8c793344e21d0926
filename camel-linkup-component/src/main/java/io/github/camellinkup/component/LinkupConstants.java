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
            description = "How thoroughly a search looks: fast, standard or deep",
            javaType = "String")
    public static final String DEPTH = "CamelLinkupDepth";

    @Metadata(
            label = "producer",
            description = "The shape of the answer: searchResults, sourcedAnswer or structured",
            javaType = "String")
    public static final String OUTPUT_TYPE = "CamelLinkupOutputType";

    @Metadata(
            label = "producer",
            description = "The JSON Schema of a structured answer, as text, Map or JsonNode",
            javaType = "String")
    public static final String STRUCTURED_OUTPUT_SCHEMA = "CamelLinkupStructuredOutputSchema";

    @Metadata(label = "producer", description = "Whether images are wanted too", javaType = "Boolean")
    public static final String INCLUDE_IMAGES = "CamelLinkupIncludeImages";

    @Metadata(
            label = "producer",
            description = "Whether a sourced answer should cite its sources in the text",
            javaType = "Boolean")
    public static final String INCLUDE_INLINE_CITATIONS = "CamelLinkupIncludeInlineCitations";

    @Metadata(
            label = "producer",
            description = "Whether a structured answer should come with its sources",
            javaType = "Boolean")
    public static final String INCLUDE_SOURCES = "CamelLinkupIncludeSources";

    @Metadata(
            label = "producer",
            description = "The earliest date of a source: an ISO date or date-time, or a date of the JDK",
            javaType = "String")
    public static final String FROM_DATE = "CamelLinkupFromDate";

    @Metadata(
            label = "producer",
            description = "The latest date of a source: an ISO date or date-time, or a date of the JDK",
            javaType = "String")
    public static final String TO_DATE = "CamelLinkupToDate";

    @Metadata(
            label = "producer",
            description = "The only domains to search, at most 100: a list, or text with commas",
            javaType = "String")
    public static final String INCLUDE_DOMAINS = "CamelLinkupIncludeDomains";

    @Metadata(
            label = "producer",
            description = "Domains to leave out: a list, or text with commas",
            javaType = "String")
    public static final String EXCLUDE_DOMAINS = "CamelLinkupExcludeDomains";

    @Metadata(label = "producer", description = "The most results that a search should bring", javaType = "Integer")
    public static final String MAX_RESULTS = "CamelLinkupMaxResults";

    @Metadata(
            label = "producer",
            description = "Whether the scripts of a fetched page are run first",
            javaType = "Boolean")
    public static final String RENDER_JS = "CamelLinkupRenderJs";

    @Metadata(
            label = "producer",
            description = "Whether a fetched page is wanted as it was received, too",
            javaType = "Boolean")
    public static final String INCLUDE_RAW_CONTENT = "CamelLinkupIncludeRawContent";

    @Metadata(label = "producer", description = "The older name of the same wish", javaType = "Boolean")
    public static final String INCLUDE_RAW_HTML = "CamelLinkupIncludeRawHtml";

    @Metadata(
            label = "producer",
            description = "Whether the images of a fetched page are wanted too",
            javaType = "Boolean")
    public static final String EXTRACT_IMAGES = "CamelLinkupExtractImages";

    @Metadata(label = "producer", description = "How a page is fetched: standard or pro", javaType = "String")
    public static final String FETCH_MODE = "CamelLinkupFetchMode";

    @Metadata(
            label = "producer",
            description = "What kind of research is asked for: answer, auto, investigate or research",
            javaType = "String")
    public static final String RESEARCH_MODE = "CamelLinkupResearchMode";

    @Metadata(
            label = "producer",
            description = "How much reasoning research may spend: S, M, L or XL",
            javaType = "String")
    public static final String REASONING_DEPTH = "CamelLinkupReasoningDepth";

    @Metadata(
            label = "producer",
            description = "The type of the tasks to send: search, fetch or research",
            javaType = "String")
    public static final String TYPE = "CamelLinkupType";

    @Metadata(
            label = "producer",
            description = "The page to read in mode list, and the page that was read",
            javaType = "Integer")
    public static final String PAGE = "CamelLinkupPage";

    @Metadata(label = "producer", description = "How many tasks a page should hold in mode list", javaType = "Integer")
    public static final String PAGE_SIZE = "CamelLinkupPageSize";

    @Metadata(
            label = "producer",
            description = "By which time a list is sorted: createdAt or updatedAt",
            javaType = "String")
    public static final String SORT_BY = "CamelLinkupSortBy";

    @Metadata(label = "producer", description = "In which direction a list is sorted: asc or desc", javaType = "String")
    public static final String SORT_DIRECTION = "CamelLinkupSortDirection";

    @Metadata(
            label = "producer",
            description = "The task types wanted in mode list: a list, or text with commas",
            javaType = "String")
    public static final String TYPES = "CamelLinkupTypes";

    @Metadata(
            label = "producer",
            description = "The task statuses wanted in mode list: a list, or text with commas",
            javaType = "String")
    public static final String STATUSES = "CamelLinkupStatuses";

    @Metadata(
            label = "common",
            description = "The id of the task: the one to read in mode get, and the one that was created, "
                    + "read or finished",
            javaType = "String")
    public static final String TASK_ID = "CamelLinkupTaskId";

    @Metadata(
            label = "common",
            description = "The key of your own that belongs to the task: given when it is sent, handed back "
                    + "with its result",
            javaType = "String")
    public static final String REFERENCE = "CamelLinkupReference";

    @Metadata(label = "common", description = "The type of the task, as Linkup spells it", javaType = "String")
    public static final String TASK_TYPE = "CamelLinkupTaskType";

    @Metadata(
            label = "common",
            description =
                    "The status of the task: pending, processing, completed or failed; expired if Linkup does not "
                            + "know the task any more",
            javaType = "String")
    public static final String TASK_STATUS = "CamelLinkupTaskStatus";

    @Metadata(
            label = "consumer",
            description = "The failed task in whose place this one was sent again",
            javaType = "String")
    public static final String RESUBMITTED_TASK_ID = "CamelLinkupResubmittedTaskId";

    @Metadata(
            label = "consumer",
            description = "How often the request was sent again after a failure",
            javaType = "Integer")
    public static final String RESUBMITS = "CamelLinkupResubmits";

    @Metadata(
            label = "consumer",
            description = "Why the request of this failed task was not sent again although maxResubmits allows it",
            javaType = "String")
    public static final String RESUBMIT_ERROR = "CamelLinkupResubmitError";

    @Metadata(label = "common", description = "The message of a failed or expired task", javaType = "String")
    public static final String TASK_ERROR = "CamelLinkupTaskError";

    @Metadata(label = "common", description = "When the task was created", javaType = "java.time.Instant")
    public static final String CREATED_AT = "CamelLinkupCreatedAt";

    @Metadata(
            label = "common",
            description = "When the task last changed: for a finished task, when it finished",
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
            description = "How many tasks a batch has created, also if it stopped half-way",
            javaType = "Long")
    public static final String CREATED_COUNT = "CamelLinkupCreatedCount";

    @Metadata(label = "producer", description = "How many tasks the list has over all pages", javaType = "Long")
    public static final String TOTAL = "CamelLinkupTotal";

    @Metadata(label = "producer", description = "How many pages the list has", javaType = "Integer")
    public static final String TOTAL_PAGES = "CamelLinkupTotalPages";

    @Metadata(
            label = "common",
            description = "The sources of a structured answer that were asked for with includeSources",
            javaType = "java.util.List")
    public static final String SOURCES = "CamelLinkupSources";

    /**
     * The exchange property with the answer as Linkup sent it, where the body is an instance of
     * {@code structuredOutputClass}.
     */
    public static final String ANSWER_PROPERTY = "CamelLinkupAnswer";

    private LinkupConstants() {}

    /** The value of {@link #TASK_STATUS} for a task whose result Linkup does not hold any more. */
    static final String TASK_STATUS_EXPIRED = "expired";
}
