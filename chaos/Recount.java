import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Counts the committed messages of topics, and their different keys: java Recount.java BOOTSTRAP TOPIC... */
public class Recount {
    public static void main(String[] arguments) {
        Map<String, Object> settings = Map.of(
            "bootstrap.servers", arguments[0],
            "isolation.level", "read_committed",
            "key.deserializer", StringDeserializer.class,
            "value.deserializer", StringDeserializer.class);
        try (var consumer = new KafkaConsumer<String, String>(settings)) {
            List<TopicPartition> places = new ArrayList<>();
            for (int i = 1; i < arguments.length; i++)
                for (var found : consumer.partitionsFor(arguments[i]))
                    places.add(new TopicPartition(found.topic(), found.partition()));
            consumer.assign(places);
            consumer.seekToBeginning(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            long messages = 0;
            Set<String> keys = new HashSet<>();
            while (places.stream().anyMatch(place -> consumer.position(place) < ends.get(place)))
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    messages++;
                    keys.add(record.key());
                }
            System.out.printf("{\"messages\": %d, \"keys\": %d}%n", messages, keys.size());
        }
    }
}
