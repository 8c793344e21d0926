package io.github.camellinkup.component;

import java.util.ArrayList;
import java.util.List;
import javax.management.Attribute;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;

/** The beans of a context that show tasks, as an operator reads them. */
record TaskBeans(CamelContext context) {

    /** The types of beans that do. */
    static final List<String> TYPES = List.of("consumers", "producers");

    /** Of a bean that has it. */
    Object attribute(String type, String attribute) throws Exception {
        return server().getAttribute(name(type, attribute), attribute);
    }

    /** The values of all attributes, as texts. */
    List<String> values(String type) throws Exception {
        ObjectName name = name(type, "OutstandingTasks");
        List<String> values = new ArrayList<>();
        for (MBeanAttributeInfo info : server().getMBeanInfo(name).getAttributes()) {
            server().getAttributes(name, new String[] {info.getName()}).asList().stream()
                    .map(Attribute::getValue)
                    .map(String::valueOf)
                    .forEach(values::add);
        }
        return values;
    }

    private MBeanServer server() {
        return context.getManagementStrategy().getManagementAgent().getMBeanServer();
    }

    /** The one bean of this type that shows the attribute, or one of them. */
    private ObjectName name(String type, String attribute) throws Exception {
        ObjectName pattern = new ObjectName("org.apache.camel:context=" + context.getName() + ",type=" + type + ",*");
        for (ObjectName name : server().queryNames(pattern, null)) {
            for (MBeanAttributeInfo info : server().getMBeanInfo(name).getAttributes()) {
                if (info.getName().equals(attribute)) {
                    return name;
                }
            }
        }
        throw new AssertionError("No bean of " + pattern + " shows " + attribute);
    }
}
