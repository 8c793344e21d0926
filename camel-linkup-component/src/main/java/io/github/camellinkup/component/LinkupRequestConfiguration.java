package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.client.model.FetchMode;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.ReasoningDepth;
import io.github.camellinkup.client.model.ResearchMode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * The fields of requests as options, with the names of the API. The component has defaults for all endpoints; an endpoint
 * can override them.
 */
@UriParams
public class LinkupRequestConfiguration implements Cloneable {

    @UriParam(label = "producer", description = "The question, if neither the body nor a header has one.")
    private String q;

    @UriParam(label = "producer", description = "The page to fetch, if neither the body nor a header has one.")
    private String url;

    @UriParam(
            label = "producer,security",
            defaultValue = "all",
            description = "What a body that is a Map or JSON may set: all; input, which is all but the type, the "
                    + "reference and the headers of a task; question, which is only the question or the page. Other "
                    + "fields are refused. Set it if others write the bodies, as in a web service.")
    private BodyFields bodyFields = BodyFields.all;

    @UriParam(
            label = "producer",
            enums = "flash,fast,standard,deep",
            description = "How thorough a search is; deeper is slower. The default is standard.")
    private Depth depth;

    @UriParam(
            label = "producer",
            enums = "searchResults,sourcedAnswer,structured",
            description = "The form of the answer: results, a text with its sources, or an object that matches a "
                    + "schema. The default is structured if a schema or a class is set, else sourcedAnswer. "
                    + "Research has no searchResults.")
    private OutputType outputType;

    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "json")
    @UriParam(
            label = "producer",
            description = "The JSON Schema of a structured answer, whose root type is object: the schema itself, or "
                    + "classpath:name or file:name to load it from.")
    private String structuredOutputSchema;

    @UriParam(
            label = "common",
            description =
                    "The class of a structured answer: a record or bean. Its JSON Schema is generated, and the body "
                            + "is an instance of it.")
    private Class<?> structuredOutputClass;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description =
                    "Whether the JSON Schema of structuredOutputClass has each type in the place where it is used, "
                            + "instead of $defs and $ref. The default is true unless a type contains itself, which true does not "
                            + "allow.")
    private Boolean inlineDefinitions;

    @UriParam(label = "producer", description = "Whether to include images.")
    private Boolean includeImages;

    @UriParam(label = "producer", description = "Whether a sourced answer cites its sources in the text.")
    private Boolean includeInlineCitations;

    @UriParam(
            label = "producer",
            description = "Whether a structured answer includes its sources. This changes its form: the object is then "
                    + "in data, the sources are in sources.")
    private Boolean includeSources;

    @UriParam(
            label = "producer",
            description = "The earliest date of a source: an ISO date or date-time, not before 1970-01-01.")
    private String fromDate;

    @UriParam(
            label = "producer",
            description = "The latest date of a source: an ISO date or date-time, not before fromDate.")
    private String toDate;

    @UriParam(label = "producer", description = "The only domains to search, separated by commas: at most 100.")
    private String includeDomains;

    @UriParam(label = "producer", description = "Domains to exclude from the search, separated by commas.")
    private String excludeDomains;

    @UriParam(label = "producer", description = "The maximum number of results of a search: at least 1.")
    private Integer maxResults;

    @UriParam(label = "producer", description = "Whether to run the scripts of a page before it is fetched.")
    private Boolean renderJs;

    @UriParam(label = "producer", description = "Whether to include the content of a fetched page as received.")
    private Boolean includeRawContent;

    @UriParam(label = "producer", description = "The former name of includeRawContent, deprecated by Linkup.")
    private Boolean includeRawHtml;

    @UriParam(label = "producer", description = "Whether to include the images of a fetched page.")
    private Boolean extractImages;

    @UriParam(
            label = "producer",
            enums = "standard,pro",
            description = "How a page is fetched: the field mode of a fetch.")
    private FetchMode fetchMode;

    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "json")
    @UriParam(
            label = "producer",
            description = "Which facts of a fetched page to return as data: a JSON Schema, whose root type is object, "
                    + "or classpath:name or file:name to load it from.")
    private String schema;

    @UriParam(
            label = "producer",
            description = "How to fill in the schema of a fetch: at most 4,000 characters. Only with a schema.")
    private String instructions;

    @UriParam(
            label = "producer",
            enums = "answer,auto,investigate,research",
            description = "The kind of research: the field mode of research.")
    private ResearchMode researchMode;

    @UriParam(
            label = "producer",
            enums = "S,M,L,XL",
            description = "How much reasoning research may spend: S takes 2 to 5 minutes, M 3 to 7, L 5 to 10, XL "
                    + "10 to 20.")
    private ReasoningDepth reasoningDepth;

    @UriParam(
            label = "producer",
            enums = "refuse,send",
            defaultValue = "refuse",
            description = "What to do with fields of a body, and with values of depth, outputType, fetchMode, "
                    + "researchMode and reasoningDepth, that this version does not know: refuse them, because "
                    + "most are typing errors, or send them as they are, for what is new in the API.")
    private UnknownFieldPolicy unknownFields = UnknownFieldPolicy.refuse;

    private boolean inheritsOutputType;
    private boolean inheritsClass;

    /**
     * A copy of these defaults for an endpoint. The form of the answer is one default: an endpoint that sets a part of it
     * (outputType, structuredOutputSchema, structuredOutputClass) does not inherit what contradicts it.
     *
     * @param own the names of the options that the endpoint sets, in any spelling that Camel takes, and their values
     */
    LinkupRequestConfiguration defaultsFor(Map<String, Object> own) {
        LinkupRequestConfiguration defaults = copy();
        Map<String, Object> named = new HashMap<>();
        own.forEach((name, value) -> named.put(name.replace("-", "").toLowerCase(Locale.ROOT), value));
        boolean hasClass = named.containsKey("structuredoutputclass");
        boolean isStructured = hasClass || named.containsKey("structuredoutputschema");
        Object ownType = named.get("outputtype");
        if (isStructured) {
            defaults.outputType = null;
        }
        if (isStructured || ownType != null && ownType != OutputType.STRUCTURED) {
            defaults.structuredOutputSchema = null;
        }
        if (isStructured || named.containsKey("schema") || ownType != null && ownType != OutputType.STRUCTURED) {
            defaults.structuredOutputClass = null;
        }
        if (hasClass) {
            defaults.schema = null;
        }
        defaults.inheritsOutputType = defaults.outputType != null;
        defaults.inheritsClass = defaults.structuredOutputClass != null;
        return defaults;
    }

    /** Whether outputType is a default of the component, and not an option of the endpoint. */
    boolean inheritsOutputType() {
        return inheritsOutputType;
    }

    /** Whether structuredOutputClass is a default of the component, and not an option of the endpoint. */
    boolean inheritsClass() {
        return inheritsClass;
    }

    /** An independent copy. */
    public LinkupRequestConfiguration copy() {
        try {
            return (LinkupRequestConfiguration) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getQ() {
        return q;
    }

    public void setQ(String q) {
        this.q = q;
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public BodyFields getBodyFields() {
        return bodyFields;
    }

    public void setBodyFields(BodyFields bodyFields) {
        this.bodyFields = bodyFields;
    }

    public Depth getDepth() {
        return depth;
    }

    public void setDepth(Depth depth) {
        this.depth = depth;
    }

    public OutputType getOutputType() {
        return outputType;
    }

    public void setOutputType(OutputType outputType) {
        this.outputType = outputType;
        this.inheritsOutputType = false;
    }

    public String getStructuredOutputSchema() {
        return structuredOutputSchema;
    }

    public void setStructuredOutputSchema(String structuredOutputSchema) {
        this.structuredOutputSchema = structuredOutputSchema;
    }

    public Class<?> getStructuredOutputClass() {
        return structuredOutputClass;
    }

    public void setStructuredOutputClass(Class<?> structuredOutputClass) {
        this.structuredOutputClass = structuredOutputClass;
        this.inheritsClass = false;
    }

    public Boolean getInlineDefinitions() {
        return inlineDefinitions;
    }

    public void setInlineDefinitions(Boolean inlineDefinitions) {
        this.inlineDefinitions = inlineDefinitions;
    }

    public Boolean getIncludeImages() {
        return includeImages;
    }

    public void setIncludeImages(Boolean includeImages) {
        this.includeImages = includeImages;
    }

    public Boolean getIncludeInlineCitations() {
        return includeInlineCitations;
    }

    public void setIncludeInlineCitations(Boolean includeInlineCitations) {
        this.includeInlineCitations = includeInlineCitations;
    }

    public Boolean getIncludeSources() {
        return includeSources;
    }

    public void setIncludeSources(Boolean includeSources) {
        this.includeSources = includeSources;
    }

    public String getFromDate() {
        return fromDate;
    }

    public void setFromDate(String fromDate) {
        this.fromDate = fromDate;
    }

    public String getToDate() {
        return toDate;
    }

    public void setToDate(String toDate) {
        this.toDate = toDate;
    }

    public String getIncludeDomains() {
        return includeDomains;
    }

    public void setIncludeDomains(String includeDomains) {
        this.includeDomains = includeDomains;
    }

    public String getExcludeDomains() {
        return excludeDomains;
    }

    public void setExcludeDomains(String excludeDomains) {
        this.excludeDomains = excludeDomains;
    }

    public Integer getMaxResults() {
        return maxResults;
    }

    public void setMaxResults(Integer maxResults) {
        this.maxResults = maxResults;
    }

    public Boolean getRenderJs() {
        return renderJs;
    }

    public void setRenderJs(Boolean renderJs) {
        this.renderJs = renderJs;
    }

    public Boolean getIncludeRawContent() {
        return includeRawContent;
    }

    public void setIncludeRawContent(Boolean includeRawContent) {
        this.includeRawContent = includeRawContent;
    }

    public Boolean getIncludeRawHtml() {
        return includeRawHtml;
    }

    public void setIncludeRawHtml(Boolean includeRawHtml) {
        this.includeRawHtml = includeRawHtml;
    }

    public Boolean getExtractImages() {
        return extractImages;
    }

    public void setExtractImages(Boolean extractImages) {
        this.extractImages = extractImages;
    }

    public FetchMode getFetchMode() {
        return fetchMode;
    }

    public void setFetchMode(FetchMode fetchMode) {
        this.fetchMode = fetchMode;
    }

    public String getSchema() {
        return schema;
    }

    public void setSchema(String schema) {
        this.schema = schema;
    }

    public String getInstructions() {
        return instructions;
    }

    public void setInstructions(String instructions) {
        this.instructions = instructions;
    }

    public ResearchMode getResearchMode() {
        return researchMode;
    }

    public void setResearchMode(ResearchMode researchMode) {
        this.researchMode = researchMode;
    }

    public ReasoningDepth getReasoningDepth() {
        return reasoningDepth;
    }

    public void setReasoningDepth(ReasoningDepth reasoningDepth) {
        this.reasoningDepth = reasoningDepth;
    }

    public UnknownFieldPolicy getUnknownFields() {
        return unknownFields;
    }

    public void setUnknownFields(UnknownFieldPolicy unknownFields) {
        this.unknownFields = unknownFields;
    }
}
