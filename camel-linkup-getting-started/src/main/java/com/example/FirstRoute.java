// snippet:first-route
package com.example;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

public class FirstRoute extends RouteBuilder {

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().withDurationMaxMessages(1).addRoutesBuilder(new FirstRoute());
        main.run();
    }

    @Override
    public void configure() {
        from("timer:ask?repeatCount=1")
                .setBody(constant("Who maintains Apache Camel?"))
                .to("linkup:search?depth=fast&maxResults=5")
                .log("${body.answer}");
    }
}
// end:first-route
