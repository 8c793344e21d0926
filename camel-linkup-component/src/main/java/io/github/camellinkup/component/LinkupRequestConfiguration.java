package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.client.model.FetchMode;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.ReasoningDepth;
import io.github.camellinkup.client.model.ResearchMode;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The fields of requests as options, with the names of the API. */
@UriParams
public class LinkupRequestConfiguration {

    @UriParam(label = "producer", description = "The question, if neither the body nor a header has one.")
    private String q;

    @UriParam(label = "producer", description = "The page to fetch, if neither the body nor a header has one.")
    private String url;

    @UriParam(
            label = "producer",
            enums = "fast,standard,deep",
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
}
