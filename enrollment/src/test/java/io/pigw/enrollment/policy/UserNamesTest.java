package io.pigw.enrollment.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserNamesTest {

    private final UserNames names = new UserNames("p2p.example.net");

    @ParameterizedTest
    @CsvSource({
        "alice, alice",
        "Alice, alice",
        "ALICE@P2P.Example.Net, alice",
        "\uFF21\uFF4Cice, alice",
        "bob.b-2_x, bob.b-2_x",
        "a, a",
        "4ever, 4ever",
    })
    void givesOneSpelling(String written, String normal) {
        assertThat(names.normalise(written)).hasToString(normal + "@p2p.example.net");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "586",
                "\uFF15\uFF18\uFF16",
                "+4711",
                "\uFF0B4711",
                "555-0100",
                "a b",
                "a..b",
                "al\u0131ce",
                "\uFB01ona",
                "\u212Aim",
                "alice.",
                "\u3000alice",
                "a@b",
                "alice@elsewhere.net",
                "@p2p.example.net",
                ".a",
                "a-",
                "al\u0456ce",
                "a\u0000",
                "a<b",
                "a\"b",
                "a/b",
                "a%40b",
                "a;b",
                "alice@p2p.example.net@p2p.example.net",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesWhatIsNoUserName(String written) {
        assertThatThrownBy(() -> names.normalise(written)).isInstanceOf(IllegalArgumentException.class);
    }
}
