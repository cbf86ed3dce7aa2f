package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.link;
import static io.pigw.overlay.sos.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkTableTest {

    private final LinkTable links = new LinkTable();

    @Test
    void whoKeepsManyObserversFreshShedsNoLosses() {
        // Given
        LinkRecord loss = record(link(1, 2), 0, 1, NOON);
        LinkRecord smaller = record(link(2, 2), 5, .5, NOON.plusSeconds(1));
        links.put(loss);
        links.put(smaller);

        // When
        for (int i = 0; i < EvidenceStore.MAX_OBSERVERS; i++) {
            links.put(record(link(100 + i, 2), 9, 0, NOON.plusSeconds(60 + i)));
        }

        // Then
        assertThat(links.size()).isEqualTo(EvidenceStore.MAX_OBSERVERS);
        assertThat(links.get(loss.link())).isEqualTo(loss);
        assertThat(links.get(smaller.link())).isEqualTo(smaller);
        assertThat(links.get(link(100, 2))).as("the longest unchanged").isNull();
        assertThat(links.get(link(101, 2))).isNull();
        assertThat(links.get(link(102, 2))).isNotNull();
    }

    @Test
    void whatChangedJustNowIsNotForgotten() {
        for (int i = 0; i < EvidenceStore.MAX_OBSERVERS; i++) {
            links.put(record(link(100 + i, 2), 0, 2 + i, NOON));
        }

        LinkRecord fresh = record(link(1, 2), 1, 0, NOON);
        links.put(fresh);

        assertThat(links.get(fresh.link())).isEqualTo(fresh);
        assertThat(links.get(link(100, 2))).isNull();
    }
}
