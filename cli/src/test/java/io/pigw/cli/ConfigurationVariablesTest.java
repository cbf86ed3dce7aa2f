package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationKey;
import io.pigw.runtime.config.ConfigurationKey.Kind;
import io.pigw.runtime.config.ConfigurationReference;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every key of every service can be given by its variable, beside a file that is empty. */
class ConfigurationVariablesTest {

    /** What a key is set to whose kind alone does not make it a good value; the longest path that fits the key's end counts. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("overlay.reservedIds", "3,7"),
            Map.entry("identity.renewal.est", "https://ca.example.net:8443/.well-known/est"),
            Map.entry("exclusions.est", "https://other.example.net:8443/.well-known/est"),
            Map.entry("url", "https://a.example.net/x"),
            Map.entry("publish.url", "http://a.example.net:8080"),
            Map.entry("csps", "[{id: 512, address: \"127.0.0.1:9512\"}]"),
            Map.entry("sos", "[{id: 3, address: \"127.0.0.1:9003\"}]"),
            Map.entry("policy.hooks.identity.timeout", "PT7S"),
            Map.entry("policy.hooks.reputation.timeout", "PT7S"),
            Map.entry("policy.hooks.charging.timeout", "PT7S"),
            Map.entry("policy.approval.roles", "csp,gateway"),
            Map.entry("policy.blockedKeys", "ab".repeat(32)),
            Map.entry("publish.crl.every", "PT1M17S"),
            Map.entry("publish.crl.life", "PT77H"),
            Map.entry("policy.validity.sos", "PT1M17S"),
            Map.entry("opinions.baseRate", "0.25"),
            Map.entry("condemnation.leastDisbelief", "0.75"),
            Map.entry("condemnation.mostUncertainty", "0.25"),
            Map.entry("opinions.maxLinks", "12345"),
            Map.entry("chord.links", "123"),
            Map.entry("ping.timeLimit", "PT7S"),
            Map.entry("backbone", "10.0.0.0/8,192.168.0.0/16"),
            Map.entry("sip.core", "10.0.0.7:5060;transport=udp"),
            Map.entry("sip.acceptStatus", "202"),
            Map.entry("sip.identities", "a@b.example.net,c@d.example.net"),
            Map.entry("sip.trusted", "10.0.0.7,10.1.0.0/16"),
            Map.entry("sip.admit", "anyone"),
            Map.entry("sip.numbers", "[{number: \"+4721000000\", to: \"586\"}]"),
            Map.entry("sip.nextHop.dns", "10.0.0.2:53,10.0.0.3:53"),
            Map.entry("sip.nextHop.route", "<sip:a.example.net;lr>"),
            Map.entry("sip.domain", "ims.example.net"),
            Map.entry("sip.registration.contactUser", "word"),
            Map.entry("sip.tls.handshakeTimeout", "PT7S"),
            Map.entry("sip.transport.connectTimeout", "PT7S"),
            Map.entry("sip.transport.transactions", "12345"),
            Map.entry("delivery.firstRetry", "PT7S"),
            Map.entry("delivery.maxBytes", "12345"),
            Map.entry("store.postgresql.url", "jdbc:postgresql://db.example.net/pigw"),
            Map.entry("store.postgresql.schema", "kept_here"),
            Map.entry("opinions.maxStored", "300000"),
            Map.entry("impi", "a@ims.example.net"),
            Map.entry("impus", "sip:a@ims.example.net,tel:+4721000000"));

    /** What is needed besides: by the beginning of the path of the key that is set. */
    private static final Map<String, Map<String, String>> BESIDES = Map.of(
            "",
            Map.of("identity.key", "/x/key.pem", "ca.passwordFile", "/x/password", "store.directory", "/x/db"),
            "store.postgresql",
            Map.of("store.directory", "null"),
            "delivery.shared",
            Map.of(
                    "store.directory", "null",
                    "store.postgresql.url", "jdbc:postgresql://db.example.net/pigw",
                    "store.postgresql.schema", "kept_here",
                    "store.postgresql.user", "pigw"),
            "identity.pkcs11",
            Map.of("identity.key", "null", "identity.pkcs11.token", "t"),
            "ca.pkcs11",
            Map.of("ca.pkcs11.token", "t"),
            "identity.pkcs11.slot",
            Map.of("identity.pkcs11.token", "null"),
            "ca.pkcs11.slot",
            Map.of("ca.pkcs11.token", "null"),
            "sip.registration",
            Map.of("sip.registration.card.reader", "r"),
            "sip.registration.soft",
            Map.of("sip.registration.card", "null", "sip.registration.card.reader", ""),
            "sip.registration.password",
            Map.of("sip.registration.card", "null", "sip.registration.card.reader", ""));

    @TempDir
    private Path folder = Path.of("none");

    @ParameterizedTest
    @EnumSource
    void everyKeyArrives(ServiceKind service) throws Exception {
        List<ConfigurationKey> keys = ConfigurationReference.of(service.configuration());
        Record bare = load(service, environment(keys, ""));

        List<String> arrived = new ArrayList<>();
        for (ConfigurationKey key : keys) {
            if (key.isElement() || key.kind() == Kind.SECTION) {
                continue;
            }
            Map<String, String> environment = environment(keys, key.path());
            String value = value(key);
            environment.put(String.valueOf(key.variable()), value);

            String read = text(at(load(service, environment), key.path()));

            assertThat(read).as(key.variable() + "=" + value).isEqualTo(expected(key, value));
            if (!key.required() && !BESIDES.getOrDefault("", Map.of()).containsKey(key.path())) {
                assertThat(read)
                        .as("choose another value than the default for " + key.path())
                        .isNotEqualTo(text(at(bare, key.path())));
            }
            arrived.add(key.path());
        }

        assertThat(arrived).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void noTwoKeysHaveOneVariable(ServiceKind service) {
        List<ConfigurationKey> keys = ConfigurationReference.of(service.configuration());

        Map<String, List<String>> byVariable = keys.stream()
                .filter(key -> !key.isElement())
                .collect(Collectors.groupingBy(
                        key -> String.valueOf(key.variable()),
                        Collectors.mapping(ConfigurationKey::path, Collectors.toList())));

        assertThat(byVariable.values()).allSatisfy(paths -> assertThat(paths).hasSize(1));
    }

    /** What must be there for the service to be read, and for the section that the key is in. */
    private static Map<String, String> environment(List<ConfigurationKey> keys, String path) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (ConfigurationKey key : keys) {
            if (!key.isElement() && key.kind() != Kind.SECTION && key.required() && isNeeded(keys, key.path(), path)) {
                environment.put(String.valueOf(key.variable()), value(key));
            }
        }
        Map<String, String> variables = keys.stream()
                .filter(key -> !key.isElement())
                .collect(Collectors.toMap(ConfigurationKey::path, key -> String.valueOf(key.variable())));
        new TreeMap<>(BESIDES)
                .forEach((beginning, values) -> values.forEach((key, value) -> {
                    if (path.startsWith(beginning) && variables.containsKey(key)) {
                        environment.put(variables.get(key), value);
                    }
                }));
        return environment;
    }

    /** Whether each section around the key is required, or has a default, or is around the one that is set. */
    private static boolean isNeeded(List<ConfigurationKey> keys, String needed, String set) {
        return keys.stream()
                .filter(key -> key.kind() == Kind.SECTION && needed.startsWith(key.path() + "."))
                .allMatch(section ->
                        section.required() || section.byDefault() != null || set.startsWith(section.path() + "."));
    }

    private Record load(ServiceKind service, Map<String, String> environment) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.yaml"), "");
        return Configuration.load(empty, service.configuration(), environment);
    }

    private static String value(ConfigurationKey key) {
        return VALUES.entrySet().stream()
                .filter(entry -> key.path().equals(entry.getKey()) || key.path().endsWith("." + entry.getKey()))
                .max(Map.Entry.comparingByKey(Comparator.comparingInt(String::length)))
                .map(Map.Entry::getValue)
                .orElseGet(() -> switch (key.kind()) {
                    case DURATION -> "PT1M17S";
                    case ADDRESS -> "127.0.0.9:9";
                    case PATH -> "/x/y";
                    case CHOICE -> other(key);
                    case BOOLEAN -> String.valueOf(!Boolean.parseBoolean(key.byDefault()));
                    case NUMBER, NODE_ID -> "9";
                    case TEXT -> "a.example.net";
                    case LIST -> "a.example.net,b.example.net";
                    case SECTION -> throw new IllegalArgumentException(key.path());
                });
    }

    private static String other(ConfigurationKey key) {
        return key.choices().stream()
                .filter(choice -> !choice.equals(key.byDefault()))
                .findFirst()
                .orElseThrow();
    }

    private static String expected(ConfigurationKey key, String value) {
        return switch (key.path()) {
            case "csps" -> "ContactConfig[id=512, address=127.0.0.1:9512]";
            case "sos" -> "ContactConfig[id=3, address=127.0.0.1:9003]";
            case "sip.numbers" -> "NumberConfig[number=+4721000000, to=586]";
            default -> value;
        };
    }

    private static @Nullable Object at(Record root, String path) throws ReflectiveOperationException {
        Object at = root;
        for (String name : path.split("\\.")) {
            if (at == null) {
                return null;
            }
            Method accessor = at.getClass().getDeclaredMethod(name);
            accessor.setAccessible(true);
            at = accessor.invoke(at);
        }
        return at;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case Optional<?> optional -> text(optional.orElse(null));
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case List<?> list ->
                list.stream().map(ConfigurationVariablesTest::text).collect(Collectors.joining(","));
            case Double number when number == Math.rint(number) -> String.valueOf(number.longValue());
            default -> value.toString();
        };
    }
}
