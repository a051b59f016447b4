// Evaluates the cases of a file with the opa-java-wasm package, under Chicory: without data, then with them. Prints one
// line for each: the result set, or `trap`.
import com.dylibso.chicory.wasm.ChicoryException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.styra.opa.wasm.OpaPolicy;
import java.nio.file.Path;

public final class Host {
    private static void evaluateAll(OpaPolicy policy, JsonNode cases) {
        for (JsonNode one : cases) {
            policy.entrypoint(one.get("entrypoint").asText());
            try {
                System.out.println(policy.evaluate(one.get("input")));
            } catch (ChicoryException trap) {
                System.out.println("trap");
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        JsonNode cases = new ObjectMapper().readTree(Path.of(arguments[1]).toFile());
        OpaPolicy policy = OpaPolicy.builder().withPolicy(Path.of(arguments[0])).build();
        evaluateAll(policy, cases.get("evaluations"));
        policy.data(cases.get("data"));
        evaluateAll(policy, cases.get("evaluations"));
    }
}
