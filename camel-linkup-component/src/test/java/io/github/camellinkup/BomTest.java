package io.github.camellinkup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;

/** The BOM and the smoke test repeat what the parent says, because they must not inherit from it. */
class BomTest {

    private static List<String> texts(String module, String expression) throws Exception {
        Path pom = Path.of("..", module, "pom.xml");
        NodeList found = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        expression,
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(pom.toFile()),
                        XPathConstants.NODESET);
        return IntStream.range(0, found.getLength())
                .mapToObj(index -> found.item(index).getTextContent())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "properties/jackson.version", "properties/victools.version"})
    void versionsAreThoseOfTheBuild(String element) throws Exception {
        assertThat(texts("camel-linkup-bom", "/project/" + element))
                .hasSize(1)
                .isEqualTo(texts("", "/project/" + element));
    }

    @Test
    void theSmokeTestRunsOnTheCamelOfTheBuild() throws Exception {
        assertThat(texts("camel-linkup-smoke", "/project/properties/camel.version"))
                .hasSize(1)
                .isEqualTo(texts("", "/project/properties/camel.version"));
    }

    @Test
    void eachModuleForUsersIsInTheBom() throws Exception {
        String managed = "//dependencyManagement//dependency[groupId='io.github.camellinkup']/artifactId";

        assertThat(texts("camel-linkup-bom", managed)).containsExactlyElementsOf(texts("", managed));
    }
}
