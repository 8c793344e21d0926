package io.github.camellinkup.test.docs;

// snippet:junit
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FirstTest {

    @RegisterExtension
    static final LinkupStandInExtension LINKUP = new LinkupStandInExtension();

    @Test
    void asksLinkupOnce(LinkupStandIn standIn) {
        standIn.answerSearch(input -> JsonNodeFactory.instance.objectNode().put("answer", "Paris"));

        Linkup linkup = new Linkup(standIn.baseUrl(), standIn.apiKey());

        assertThat(linkup.ask("What is the capital of France?")).isEqualTo("Paris");
        assertThat(standIn.received(Operation.SEARCH)).hasSize(1);
    }
}
// end:junit
