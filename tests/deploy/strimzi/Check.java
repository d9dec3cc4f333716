import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.strimzi.api.kafka.model.common.UnknownPropertyPreserving;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.File;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Reads KafkaTopics and KafkaUsers as Strimzi's operators do, and names every field and value that they would not know. */
class Check {
    private static final Map<String, Class<?>> KINDS = Map.of("KafkaTopic", KafkaTopic.class, "KafkaUser", KafkaUser.class);
    // Of an access rule's host and pattern; the model leaves out what is the default.
    private static final Set<String> DEFAULTS = Set.of("*", "literal");
    private static boolean unknown = false;

    public static void main(String[] files) throws Exception {
        YAMLMapper mapper = new YAMLMapper();
        for (String file : files) {
            MappingIterator<JsonNode> documents = mapper.readerFor(JsonNode.class).readValues(new File(file));
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                String kind = document.path("kind").asText();
                Object read = mapper.treeToValue(document, KINDS.get(kind));
                walk(kind + " " + document.at("/metadata/name").asText(), read);
                compare(kind, document, mapper.valueToTree(read));
                System.out.println(kind + " " + document.at("/metadata/name").asText() + ": read");
            }
        }
        System.exit(unknown ? 1 : 0);
    }

    /** What the model does not keep, as a value outside an enumeration, it has not understood. */
    private static void compare(String path, JsonNode given, JsonNode kept) {
        if (given.isObject()) {
            given.fieldNames().forEachRemaining(name -> compare(path + "." + name, given.get(name), kept.path(name)));
        } else if (given.isArray()) {
            for (int number = 0; number < given.size(); number++) {
                compare(path, given.get(number), kept.path(number));
            }
        } else if (!given.asText().equals(kept.asText()) && !DEFAULTS.contains(given.asText())) {
            System.out.println(path + ": " + given + " is not understood");
            unknown = true;
        }
    }

    private static void walk(String path, Object value) throws Exception {
        if (value instanceof Collection<?> items) {
            for (Object item : items) {
                walk(path, item);
            }
        } else if (value instanceof UnknownPropertyPreserving known) {
            for (String name : known.getAdditionalProperties().keySet()) {
                System.out.println(path + ": unknown field " + name);
                unknown = true;
            }
            for (Method getter : value.getClass().getMethods()) {
                boolean reads = getter.getName().startsWith("get") && getter.getParameterCount() == 0;
                if (reads && getter.getDeclaringClass().getName().startsWith("io.strimzi")) {
                    walk(path + "." + getter.getName().substring(3), getter.invoke(value));
                }
            }
        }
    }
}
